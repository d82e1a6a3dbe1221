// The library is found, or refused with the reason, and each function of its interface is where abi.h says.

#include "backends/onnxruntime/library.h"

#include <gmock/gmock.h>

#include <array>
#include <functional>

#include "backends/onnxruntime/session.h"
#include "mtcnn/error.h"
#include "mtcnn/onnx.h"
#include "with_onnxruntime.h"

namespace mtcnn::onnxruntime {
namespace {

using abi::Slot;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was refused";
}

std::string refusal_of(const std::string& file) {
  return message_of([&] { const Library library(file); });
}

std::string stranger(const std::string& name) { return std::string(MTCNN_STRANGERS) + "/lib" + name + ".so"; }

TEST(Library, WhatCannotBeLoadedIsNamed) {
  EXPECT_THAT(refusal_of("/nowhere/libonnxruntime.so"),
              AllOf(HasSubstr("/nowhere/libonnxruntime.so"), HasSubstr("No such file")));
}

TEST(Library, AnotherLibraryIsRefused) {
  EXPECT_THAT(refusal_of(stranger("no_onnxruntime")), HasSubstr("libno_onnxruntime.so is another library"));
}

TEST(Library, AnotherVersionIsRefusedWithThoseThatAreSupported) {
  EXPECT_THAT(refusal_of(stranger("old_onnxruntime")), HasSubstr("is of version 1.5.2; 1.20 to 1.32 are supported"));
  EXPECT_THAT(refusal_of(stranger("new_onnxruntime")), HasSubstr("is of version 2.0.0; 1.20 to 1.32 are supported"));
}

class OnnxRuntimeLibrary : public WithOnnxRuntime {};

TEST_F(OnnxRuntimeLibrary, SaysWhatItHas) {
  const Library found(library());
  EXPECT_THAT(found.version(), testing::StartsWith("1."));
  EXPECT_THAT(found.providers(), Contains("CPUExecutionProvider"));
}

TEST_F(OnnxRuntimeLibrary, ComputesAModel) {
  const Library found(library());
  const Session session(found, onnx_model(Weights::embedded(), Network::kRNet), {"cpu"}, {"logits", "regression"});
  std::vector<float> crops(2 * 3 * 24 * 24, 0.5F);
  std::vector<float> logits(4, -1);
  std::vector<float> regression(8, -1);
  session.run({crops.data(), {2, 3, 24, 24}, 4},
              std::vector<Tensor>{{logits.data(), {2, 2}, 2}, {regression.data(), {2, 4}, 2}});
  EXPECT_EQ(logits[0], logits[2]) << "two crops that are the same";
  EXPECT_NE(logits[0], logits[1]);
  EXPECT_NE(regression[0], -1);
}

TEST_F(OnnxRuntimeLibrary, SaysWhyAModelCannotBeRead) {
  const Library found(library());
  EXPECT_THAT(message_of([&] { const Session session(found, "no model", {"cpu"}, {"logits"}); }),
              HasSubstr("ONNX Runtime: "));
}

TEST_F(OnnxRuntimeLibrary, AProviderThatIsNotThereIsRefusedWithThoseThatAre) {
  const Library found(library());
  EXPECT_THAT(message_of([&] {
                const Session session(found, onnx_model(Weights::embedded(), Network::kPNet), {"abacus"}, {"logits"});
              }),
              AllOf(HasSubstr("\"abacus\""), HasSubstr("cpu")));
}

// Where a library lacks a provider, the functions that add it say so: each is called.
TEST_F(OnnxRuntimeLibrary, FunctionsOfProvidersAreWhereTheyAreExpected) {
  const Library found(library());
  const auto options = found.make<Slot::kCreateSessionOptions, Slot::kReleaseSessionOptions, abi::SessionOptions>();
  const std::vector<std::string> there = found.providers();
  const auto expect_refused = [&](const char* name, const std::string& words, const std::function<void()>& action) {
    if (testing::Value(there, Contains(name))) return;
    EXPECT_THAT(message_of(action), HasSubstr(words));
  };
  // Settings of a provider, all of them zero.
  alignas(16) std::array<char, 4096> zeros = {};
  void* const settings = zeros.data();
  expect_refused("CUDAExecutionProvider", "CUDA execution provider",
                 [&] { found.make<Slot::kCreateCudaOptions, Slot::kReleaseCudaOptions, abi::CudaOptions>(); });
  expect_refused("CUDAExecutionProvider", "ONNX Runtime: ", [&] {
    found.call<Slot::kAppendCuda>(options.get(), static_cast<const abi::CudaOptions*>(settings));
  });
  expect_refused("TensorrtExecutionProvider", "TensorRT execution provider", [&] {
    found.make<Slot::kCreateTensorRtOptions, Slot::kReleaseTensorRtOptions, abi::TensorRtOptions>();
  });
  expect_refused("TensorrtExecutionProvider", "ONNX Runtime: ", [&] {
    found.call<Slot::kAppendTensorRt>(options.get(), static_cast<const abi::TensorRtOptions*>(settings));
  });
  expect_refused("CoreMLExecutionProvider", "ONNX Runtime: ", [&] {
    found.call<Slot::kAppendProvider>(options.get(), "CoreML", nullptr, nullptr, std::size_t{0});
  });
  found.function<Slot::kReleaseCudaOptions>()(nullptr);
  found.function<Slot::kReleaseTensorRtOptions>()(nullptr);
}

}  // namespace
}  // namespace mtcnn::onnxruntime
