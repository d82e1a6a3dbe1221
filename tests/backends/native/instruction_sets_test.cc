#include "backends/native/instruction_sets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "backends/native/native_backend.h"
#include "mtcnn/detector.h"
#include "mtcnn/error.h"

namespace mtcnn::native {
namespace {

using testing::HasSubstr;

class InstructionSets : public testing::Test {
 protected:
  void TearDown() override { unsetenv("MTCNN_ISA"); }
};

TEST_F(InstructionSets, TheBestAvailableOneIsActive) {
  unsetenv("MTCNN_ISA");
  const std::vector<InstructionSet> available = available_instruction_sets();
  EXPECT_EQ(active_instruction_set().name, available.empty() ? "" : available.front().name);
  setenv("MTCNN_ISA", "", 1);
  EXPECT_EQ(active_instruction_set().name, available.empty() ? "" : available.front().name);
}

TEST_F(InstructionSets, TheVariableChoosesAmongThoseAvailable) {
  for (const InstructionSet& set : available_instruction_sets()) {
    setenv("MTCNN_ISA", std::string(set.name).c_str(), 1);
    EXPECT_EQ(active_instruction_set().target, set.target);
    EXPECT_EQ(describe_native_backend().active, set.name);
  }
}

TEST_F(InstructionSets, UnknownNameIsRefusedWithThoseThereAre) {
  setenv("MTCNN_ISA", "mmx", 1);
  try {
    Detector({.backend = "native"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_EQ(error.stage(), ErrorStage::kOptions);
    EXPECT_THAT(error.what(), HasSubstr("MTCNN_ISA asks for the instruction set \"mmx\""));
    for (const InstructionSet& set : compiled_instruction_sets()) {
      EXPECT_THAT(error.what(), HasSubstr(std::string(set.name)));
    }
  }
  EXPECT_EQ(describe_native_backend().active, "none");
}

TEST_F(InstructionSets, OneThatTheCpuLacksIsRefused) {
  for (const InstructionSet& compiled : compiled_instruction_sets()) {
    const auto available = available_instruction_sets();
    if (std::any_of(available.begin(), available.end(), [&](const auto& set) { return set.name == compiled.name; })) {
      continue;
    }
    setenv("MTCNN_ISA", std::string(compiled.name).c_str(), 1);
    try {
      active_instruction_set();
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
      EXPECT_THAT(error.what(), HasSubstr("which this CPU lacks"));
    }
    return;
  }
  GTEST_SKIP() << "this CPU has every instruction set that is compiled in";
}

}  // namespace
}  // namespace mtcnn::native
