#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "backends/onnxruntime/library.h"

namespace mtcnn::onnxruntime {

/// Execution providers by the names that users give them, such as "cuda", in the order of preference; "cpu" computes
/// what the others cannot, named or not.
using Providers = std::vector<std::string>;

/// Some float32 values and what they are.
struct Tensor {
  float* values = nullptr;
  std::array<std::int64_t, 4> shape = {};
  std::size_t dimensions = 0;

  std::size_t size() const;
};

/// A network that is ready to run. Const calls may come from several threads at once, each of which computes alone.
class Session {
 public:
  /// `model`: an ONNX file's bytes; `outputs`: the names of those that are wanted. Throws Error (stage kOptions) that
  /// says which providers there are where one of those asked for is missing.
  Session(const Library& library, const std::string& model, const Providers& providers,
          std::vector<const char*> outputs);

  /// Reads the input "input", and fills the outputs, of which there are as many as names.
  void run(const Tensor& input, std::span<const Tensor> outputs) const;

 private:
  template <class Thing, abi::Slot kRelease>
  using Handle = std::unique_ptr<Thing, typename abi::Function<kRelease>::Type>;
  using Value = Handle<abi::Value, abi::Slot::kReleaseValue>;

  Value value_of(const Tensor& tensor) const;

  const Library& library_;
  std::vector<const char*> outputs_;
  Handle<abi::MemoryInfo, abi::Slot::kReleaseMemoryInfo> memory_;
  Handle<abi::Session, abi::Slot::kReleaseSession> session_;
};

/// The name that users give a provider of the library: "cuda" for "CUDAExecutionProvider".
std::string provider_name(const std::string& library_name);

}  // namespace mtcnn::onnxruntime
