// The networks as files for other programs. That these say what they should is for tests/python/test_onnxruntime.py.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/detect_fixture.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;

class Export : public Detect {
 protected:
  Outcome run_export(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {program_path(), "export"});
    return run_program(arguments, {.folder = folder_.path()});
  }
};

TEST_F(Export, WritesAModelForEachNetworkAndNamesIt) {
  const Outcome outcome = run_export({"new/models"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.errors, "");
  EXPECT_EQ(outcome.output, "new/models/pnet.onnx\nnew/models/rnet.onnx\nnew/models/onet.onnx\n");
  for (const char* const model : {"pnet.onnx", "rnet.onnx", "onet.onnx"}) {
    EXPECT_THAT(folder_.read(std::string("new/models/") + model), HasSubstr("mtcnn-turbo"));
  }
  EXPECT_EQ(run_export({"half", "--format", "onnx-fp16", "--scores", "probabilities"}).exit_code, 0);
  EXPECT_LT(2 * folder_.read("half/onet.onnx").size(), folder_.read("new/models/onet.onnx").size() + 10000);
}

TEST_F(Export, SafetensorsAreReadBack) {
  add_astronaut();
  EXPECT_EQ(run_export({".", "--format=safetensors"}).output, "./mtcnn.safetensors\n");
  const Outcome expected = detect({"astronaut.png"});
  const Outcome found = detect({"astronaut.png", "--weights", "mtcnn.safetensors"});
  EXPECT_EQ(found.exit_code, 0);
  EXPECT_EQ(found.output, expected.output);
  EXPECT_EQ(run_export({"again", "--format=safetensors", "--weights", "mtcnn.safetensors"}).exit_code, 0);
  EXPECT_EQ(folder_.read("again/mtcnn.safetensors"), folder_.read("mtcnn.safetensors"));
}

TEST_F(Export, SaysWhatCannotBe) {
  folder_.write("file", "no folder");
  const Outcome no_folder = run_export({"file"});
  EXPECT_EQ(no_folder.exit_code, 1);
  EXPECT_THAT(no_folder.errors, HasSubstr("file"));
  const Outcome no_weights = run_export({".", "--weights", "file"});
  EXPECT_EQ(no_weights.exit_code, 1);
  EXPECT_THAT(no_weights.errors, HasSubstr("file: "));
  EXPECT_EQ(run_export({".", "--format", "abacus"}).exit_code, 2);
  EXPECT_EQ(run_export({}).exit_code, 2);
}

class OnnxRuntime : public Detect {};

TEST_F(OnnxRuntime, ThatIsNotThereIsNamed) {
  add_astronaut();
  const Outcome found = detect({"astronaut.png", "--backend=onnxruntime", "--onnxruntime=none.so"});
  EXPECT_EQ(found.exit_code, 2);
  EXPECT_THAT(found.errors, HasSubstr("none.so: cannot open shared object file"));
  const Outcome info = run_program({program_path(), "info", "--onnxruntime", "none.so"}, {.folder = folder_.path()});
  EXPECT_EQ(info.exit_code, 1);
  EXPECT_THAT(info.errors, HasSubstr("none.so: cannot open shared object file"));
}

}  // namespace
}  // namespace mtcnn::test
