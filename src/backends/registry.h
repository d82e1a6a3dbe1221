#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "backends/backend.h"
#include "mtcnn/detector.h"
#include "mtcnn/weights.h"

namespace mtcnn {

/// A backend and the name that it is registered under.
struct NamedBackend {
  std::string name;
  std::unique_ptr<const Backend> backend;
};

/// Makes the backend of that name, or the first of the registry that this CPU can run for "auto". `threads` is the most
/// that a call may use, 0 for one per core. Throws Error (kNotFound, stage kOptions) that names the backends there are.
NamedBackend make_backend(std::string_view name, const Weights& weights, int threads,
                          const OnnxRuntimeOptions& onnxruntime = {});

}  // namespace mtcnn
