#pragma once

#include <string>
#include <vector>

#include "mtcnn/export.h"

namespace mtcnn {

/// "0.1.0"
MTCNN_API std::string version();

/// A recipe: the numeric dialect in which one project decodes MTCNN.
struct RecipeInfo {
  std::string name;
  std::string answers_as;  ///< the project and version whose answers it gives
};

/// A backend: one way to compute the networks.
struct BackendInfo {
  std::string name;
  std::vector<std::string> compiled;   ///< instruction sets compiled in, the plainest first; none of "onnxruntime"
  std::vector<std::string> available;  ///< those of them that this machine has
  std::string active;                  ///< the one that is used
};

/// ONNX Runtime as it was found.
struct OnnxRuntimeInfo {
  std::string version;
  std::vector<std::string> providers;  ///< as OnnxRuntimeOptions names them
};

/// Every recipe, the default first.
MTCNN_API std::vector<RecipeInfo> recipes();

/// Every backend, in the order in which "auto" tries them.
MTCNN_API std::vector<BackendInfo> backends();

/// What a library of ONNX Runtime offers; OnnxRuntimeOptions says what `library` may be. Throws Error (stage kOptions)
/// where it cannot be used.
MTCNN_API OnnxRuntimeInfo onnxruntime_info(const std::string& library);

}  // namespace mtcnn
