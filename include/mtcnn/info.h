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
  std::vector<std::string> compiled;   ///< instruction sets compiled in, the plainest first
  std::vector<std::string> available;  ///< those of them that this machine has
  std::string active;                  ///< the one that is used
};

/// Every recipe, the default first.
MTCNN_API std::vector<RecipeInfo> recipes();

/// Every backend, in the order in which "auto" tries them.
MTCNN_API std::vector<BackendInfo> backends();

}  // namespace mtcnn
