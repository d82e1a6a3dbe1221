#include "backends/onnxruntime/session.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "mtcnn/error.h"

namespace mtcnn::onnxruntime {
namespace {

using abi::Slot;

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + provider_name(name);
  return text;
}

/// "CUDA" of "CUDAExecutionProvider".
std::string stem_of(const std::string& library_name) {
  return library_name.substr(0, library_name.rfind("ExecutionProvider"));
}

/// The library's own name of a provider.
std::string find_provider(const Library& library, const std::string& name) {
  const std::vector<std::string> there = library.providers();
  for (const std::string& candidate : there) {
    if (provider_name(candidate) == name) return candidate;
  }
  throw Error(ErrorCode::kNotFound, ErrorStage::kOptions,
              "ONNX Runtime " + library.version() + " has no provider \"" + name + "\" here; it has: " + listed(there));
}

void append_cuda(const Library& library, abi::SessionOptions* options) {
  const auto settings = library.make<Slot::kCreateCudaOptions, Slot::kReleaseCudaOptions, abi::CudaOptions>();
  library.call<Slot::kAppendCuda>(options, settings.get());
}

void append_tensorrt(const Library& library, abi::SessionOptions* options) {
  const auto settings =
      library.make<Slot::kCreateTensorRtOptions, Slot::kReleaseTensorRtOptions, abi::TensorRtOptions>();
  library.call<Slot::kAppendTensorRt>(options, settings.get());
}

/// The interface has functions of their own for the two of NVIDIA; the others are named as the library names them, less
/// the ending.
void append(const Library& library, abi::SessionOptions* options, const std::string& name) {
  const std::string found = find_provider(library, name);
  if (name == "cpu") return;
  if (name == "cuda") return append_cuda(library, options);
  if (name == "tensorrt") return append_tensorrt(library, options);
  library.call<Slot::kAppendProvider>(options, stem_of(found).c_str(), nullptr, nullptr, std::size_t{0});
}

auto session_options(const Library& library, const Providers& providers) {
  auto options = library.make<Slot::kCreateSessionOptions, Slot::kReleaseSessionOptions, abi::SessionOptions>();
  // A call computes on the thread that makes it: there is no pool that could spin, or quarrel with the caller's
  // threads.
  library.call<Slot::kSetIntraOpThreads>(options.get(), 1);
  library.call<Slot::kSetInterOpThreads>(options.get(), 1);
  library.call<Slot::kAddSessionConfigEntry>(options.get(), "session.intra_op.allow_spinning", "0");
  for (const std::string& provider : providers) append(library, options.get(), provider);
  return options;
}

}  // namespace

std::string provider_name(const std::string& library_name) {
  std::string name = stem_of(library_name);
  std::ranges::transform(name, name.begin(), [](unsigned char letter) { return std::tolower(letter); });
  return name;
}

std::size_t Tensor::size() const {
  std::size_t product = 1;
  for (const std::int64_t side : std::span(shape).first(dimensions)) product *= static_cast<std::size_t>(side);
  return product;
}

Session::Session(const Library& library, const std::string& model, const Providers& providers,
                 std::vector<const char*> outputs)
    : library_(library),
      outputs_(std::move(outputs)),
      memory_(library.make<Slot::kCreateCpuMemoryInfo, Slot::kReleaseMemoryInfo, abi::MemoryInfo>(abi::kDeviceAllocator,
                                                                                                  abi::kDefaultMemory)),
      session_(library.make<Slot::kCreateSessionFromArray, Slot::kReleaseSession, abi::Session>(
          library.env(), static_cast<const void*>(model.data()), model.size(),
          static_cast<const abi::SessionOptions*>(session_options(library, providers).get()))) {}

void Session::run(const Tensor& input, std::span<const Tensor> outputs) const {
  const Value read = value_of(input);
  std::vector<Value> written;
  std::vector<abi::Value*> places;
  for (const Tensor& output : outputs) {
    written.push_back(value_of(output));
    places.push_back(written.back().get());
  }
  constexpr const char* kInput = "input";
  const abi::Value* const values = read.get();
  library_.call<Slot::kRun>(session_.get(), nullptr, &kInput, &values, std::size_t{1}, outputs_.data(), outputs_.size(),
                            places.data());
}

Session::Value Session::value_of(const Tensor& tensor) const {
  return library_.make<Slot::kCreateTensorWithData, Slot::kReleaseValue, abi::Value>(
      static_cast<const abi::MemoryInfo*>(memory_.get()), static_cast<void*>(tensor.values),
      tensor.size() * sizeof(float), tensor.shape.data(), tensor.dimensions, abi::kFloat);
}

}  // namespace mtcnn::onnxruntime
