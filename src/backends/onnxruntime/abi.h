#pragma once

#include <cstddef>
#include <cstdint>

// What is used of ONNX Runtime's C interface, which its Python wheels hold without a header. The interface is a table
// of functions that only ever grows at its end: the place of each and its types are those of onnxruntime_c_api.h.

namespace mtcnn::onnxruntime::abi {

struct Status;
struct Env;
struct Session;
struct SessionOptions;
struct RunOptions;
struct MemoryInfo;
struct Value;
struct CudaOptions;
struct TensorRtOptions;

using Table = void* const*;

/// What the library's one exported function, OrtGetApiBase, returns.
struct ApiBase {
  Table (*get_api)(std::uint32_t version);  ///< null where the library is older
  const char* (*get_version_string)();
};

/// The interface of ONNX Runtime 1.20.
inline constexpr std::uint32_t kApiVersion = 20;

/// Places in the table.
enum class Slot : std::size_t {
  kGetErrorMessage = 2,
  kCreateEnv = 3,
  kCreateSessionFromArray = 8,
  kRun = 9,
  kCreateSessionOptions = 10,
  kSetIntraOpThreads = 24,
  kSetInterOpThreads = 25,
  kCreateTensorWithData = 49,
  kCreateCpuMemoryInfo = 69,
  kReleaseEnv = 92,
  kReleaseStatus = 93,
  kReleaseMemoryInfo = 94,
  kReleaseSession = 95,
  kReleaseValue = 96,
  kReleaseSessionOptions = 100,
  kGetAvailableProviders = 125,
  kReleaseAvailableProviders = 126,
  kAddSessionConfigEntry = 130,
  kAppendTensorRt = 170,
  kCreateTensorRtOptions = 171,
  kReleaseTensorRtOptions = 174,
  kAppendCuda = 204,
  kCreateCudaOptions = 205,
  kReleaseCudaOptions = 208,
  kAppendProvider = 216,
};

inline constexpr int kLogNothing = 4;       ///< OrtLoggingLevel: fatal errors alone
inline constexpr int kFloat = 1;            ///< ONNXTensorElementDataType
inline constexpr int kDeviceAllocator = 0;  ///< OrtAllocatorType
inline constexpr int kDefaultMemory = 0;    ///< OrtMemType

/// The type of the function in a place. Those that can fail return a status, null where all went well.
template <Slot>
struct Function;
template <>
struct Function<Slot::kGetErrorMessage> {
  using Type = const char* (*)(const Status*);
};
template <>
struct Function<Slot::kCreateEnv> {
  using Type = Status* (*)(int log_level, const char* log_name, Env** env);
};
template <>
struct Function<Slot::kCreateSessionFromArray> {
  using Type = Status* (*)(const Env*, const void* model, std::size_t bytes, const SessionOptions*, Session**);
};
template <>
struct Function<Slot::kRun> {
  using Type = Status* (*)(Session*, const RunOptions*, const char* const* input_names, const Value* const* inputs,
                           std::size_t input_count, const char* const* output_names, std::size_t output_count,
                           Value** outputs);
};
template <>
struct Function<Slot::kCreateSessionOptions> {
  using Type = Status* (*)(SessionOptions**);
};
template <>
struct Function<Slot::kSetIntraOpThreads> {
  using Type = Status* (*)(SessionOptions*, int threads);
};
template <>
struct Function<Slot::kSetInterOpThreads> : Function<Slot::kSetIntraOpThreads> {};
template <>
struct Function<Slot::kCreateTensorWithData> {
  using Type = Status* (*)(const MemoryInfo*, void* data, std::size_t bytes, const std::int64_t* shape,
                           std::size_t dimensions, int element_type, Value**);
};
template <>
struct Function<Slot::kCreateCpuMemoryInfo> {
  using Type = Status* (*)(int allocator_type, int memory_type, MemoryInfo**);
};
template <>
struct Function<Slot::kReleaseEnv> {
  using Type = void (*)(Env*);
};
template <>
struct Function<Slot::kReleaseStatus> {
  using Type = void (*)(Status*);
};
template <>
struct Function<Slot::kReleaseMemoryInfo> {
  using Type = void (*)(MemoryInfo*);
};
template <>
struct Function<Slot::kReleaseSession> {
  using Type = void (*)(Session*);
};
template <>
struct Function<Slot::kReleaseValue> {
  using Type = void (*)(Value*);
};
template <>
struct Function<Slot::kReleaseSessionOptions> {
  using Type = void (*)(SessionOptions*);
};
template <>
struct Function<Slot::kGetAvailableProviders> {
  using Type = Status* (*)(char*** names, int* count);
};
template <>
struct Function<Slot::kReleaseAvailableProviders> {
  using Type = Status* (*)(char** names, int count);
};
template <>
struct Function<Slot::kAddSessionConfigEntry> {
  using Type = Status* (*)(SessionOptions*, const char* key, const char* value);
};
template <>
struct Function<Slot::kAppendTensorRt> {
  using Type = Status* (*)(SessionOptions*, const TensorRtOptions*);
};
template <>
struct Function<Slot::kCreateTensorRtOptions> {
  using Type = Status* (*)(TensorRtOptions**);
};
template <>
struct Function<Slot::kReleaseTensorRtOptions> {
  using Type = void (*)(TensorRtOptions*);
};
template <>
struct Function<Slot::kAppendCuda> {
  using Type = Status* (*)(SessionOptions*, const CudaOptions*);
};
template <>
struct Function<Slot::kCreateCudaOptions> {
  using Type = Status* (*)(CudaOptions**);
};
template <>
struct Function<Slot::kReleaseCudaOptions> {
  using Type = void (*)(CudaOptions*);
};
template <>
struct Function<Slot::kAppendProvider> {
  using Type = Status* (*)(SessionOptions*, const char* name, const char* const* keys, const char* const* values,
                           std::size_t count);
};

}  // namespace mtcnn::onnxruntime::abi
