#pragma once

#include <span>
#include <string>
#include <vector>

#include "media/input.h"

namespace mtcnn::cli {

/// Where annotated pictures and clips go.
struct AnnotationPlan {
  std::string folder;              ///< the one that all of them go to, or to folders in it
  std::vector<std::string> paths;  ///< the file of each input, in their order; empty for inputs that have an error
};

/// For one input, a target that ends in .png, .jpg or .jpeg, or for a clip in .mp4, is the file. Otherwise it is a
/// folder, which mirrors the folders that were walked: names are kept, extended by ".png" or ".mp4" unless they end in
/// one of these (that of standard input gets its extension when it is read); of equal ones the second gets "-2" before
/// its extension, and so on. Throws Error (stage kOptions) for
/// a target that is named like a picture or clip, and is no folder, but cannot be the file.
AnnotationPlan plan_annotations(const std::string& target, std::span<const media::Input> inputs);

}  // namespace mtcnn::cli
