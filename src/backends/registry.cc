#include "backends/registry.h"

#include <span>

#include "backends/native/native_backend.h"
#include "backends/onnxruntime/onnxruntime_backend.h"
#include "backends/reference/reference_backend.h"
#include "mtcnn/error.h"
#include "mtcnn/info.h"

namespace mtcnn {
namespace {

struct Options {
  const Weights& weights;
  int threads;
  const OnnxRuntimeOptions& onnxruntime;
};

struct Entry {
  std::string_view name;
  std::unique_ptr<const Backend> (*make)(const Options& options);
  BackendInfo (*describe)();
};

// Every backend, in the order in which "auto" tries them: the first that this CPU can run.
constexpr Entry kRegistry[] = {
    {"native", [](const Options& o) { return make_native_backend(o.weights.networks(), o.threads); },
     describe_native_backend},
    {"reference", [](const Options& o) { return make_reference_backend(o.weights.networks(), o.threads); },
     describe_reference_backend},
    {"onnxruntime", [](const Options& o) { return make_onnxruntime_backend(o.weights, o.threads, o.onnxruntime); },
     describe_onnxruntime_backend},
};

}  // namespace

NamedBackend make_backend(std::string_view name, const Weights& weights, int threads,
                          const OnnxRuntimeOptions& onnxruntime) {
  std::string names = "auto";
  for (const Entry& entry : kRegistry) {
    if (name == entry.name || (name == "auto" && !entry.describe().available.empty())) {
      return {std::string(entry.name), entry.make({weights, threads, onnxruntime})};
    }
    names += ", " + std::string(entry.name);
  }
  throw Error(ErrorCode::kNotFound, ErrorStage::kOptions,
              "there is no backend \"" + std::string(name) + "\"; there are: " + names);
}

std::vector<BackendInfo> backends() {
  std::vector<BackendInfo> infos;
  for (const Entry& entry : kRegistry) infos.push_back(entry.describe());
  return infos;
}

}  // namespace mtcnn
