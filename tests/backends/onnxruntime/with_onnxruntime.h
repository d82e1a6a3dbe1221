#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace mtcnn::onnxruntime {

/// Tests that need ONNX Runtime's library, which MTCNN_ONNXRUNTIME names; `./run test` has one.
class WithOnnxRuntime : public testing::Test {
 protected:
  void SetUp() override {
    if (library().empty()) GTEST_SKIP() << "MTCNN_ONNXRUNTIME names no library of ONNX Runtime";
  }

  static std::string library() {
    const char* const file = std::getenv("MTCNN_ONNXRUNTIME");  // NOLINT(concurrency-mt-unsafe): nothing sets variables
    return file == nullptr ? "" : file;
  }
};

}  // namespace mtcnn::onnxruntime
