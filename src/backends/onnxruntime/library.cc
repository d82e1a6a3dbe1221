#include "backends/onnxruntime/library.h"

#include <dlfcn.h>

#include <charconv>
#include <string_view>
#include <system_error>

#include "mtcnn/error.h"

namespace mtcnn::onnxruntime {
namespace {

// The versions of ONNX Runtime that were tried, 1.x.
constexpr int kOldest = 20;
constexpr int kNewest = 32;

[[noreturn]] void refuse(ErrorCode code, const std::string& reason) {
  throw Error(code, ErrorStage::kOptions, "ONNX Runtime: " + reason);
}

const abi::ApiBase& load(const std::string& file) {
  // What it starts does not end with it, so that it is never unloaded.
  void* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) {
    const char* const reason = ::dlerror();  // NOLINT(concurrency-mt-unsafe): the system keeps one for each thread
    refuse(ErrorCode::kNotFound, "its library cannot be loaded: " + std::string(reason));
  }
  using GetApiBase = const abi::ApiBase* (*)();
  const auto get_api_base = reinterpret_cast<GetApiBase>(::dlsym(library, "OrtGetApiBase"));
  if (get_api_base == nullptr) refuse(ErrorCode::kUnsupported, file + " is another library");
  return *get_api_base();
}

bool is_known(std::string_view version) {
  constexpr std::string_view kSeries = "1.";
  if (!version.starts_with(kSeries)) return false;
  version.remove_prefix(kSeries.size());
  int minor = 0;
  const auto [rest, error] = std::from_chars(version.data(), version.data() + version.size(), minor);
  return error == std::errc() && minor >= kOldest && minor <= kNewest;
}

}  // namespace

Library::Library(const std::string& path) {
  const std::string file = path.empty() ? "libonnxruntime.so.1" : path;
  const abi::ApiBase& base = load(file);
  version_ = base.get_version_string();
  if (is_known(version_)) table_ = base.get_api(abi::kApiVersion);
  if (table_ == nullptr) {
    refuse(ErrorCode::kUnsupported, file + " is of version " + version_ + "; 1." + std::to_string(kOldest) + " to 1." +
                                        std::to_string(kNewest) + " are supported");
  }
  call<abi::Slot::kCreateEnv>(abi::kLogNothing, "mtcnn-turbo", &env_);
}

Library::~Library() { function<abi::Slot::kReleaseEnv>()(env_); }

std::vector<std::string> Library::providers() const {
  char** names = nullptr;
  int count = 0;
  call<abi::Slot::kGetAvailableProviders>(&names, &count);
  std::vector<std::string> providers(names, names + count);
  call<abi::Slot::kReleaseAvailableProviders>(names, count);
  return providers;
}

void Library::check(abi::Status* status) const {
  if (status == nullptr) return;
  const std::string message = function<abi::Slot::kGetErrorMessage>()(status);
  function<abi::Slot::kReleaseStatus>()(status);
  throw Error(ErrorCode::kUnsupported, ErrorStage::kDetect, "ONNX Runtime: " + message);
}

}  // namespace mtcnn::onnxruntime
