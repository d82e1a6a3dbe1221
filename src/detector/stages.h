#pragma once

#include <span>
#include <vector>

#include "backends/backend.h"
#include "model/recipe.h"
#include "mtcnn/detector.h"
#include "mtcnn/face.h"
#include "mtcnn/image_view.h"

namespace mtcnn {

/// The cascade: PNet proposes, RNet rejects, ONet refines and adds the landmarks. `options` and `images` have been
/// checked. The faces of each image, highest score first, equal scores by level, row and column.
std::vector<std::vector<Face>> run_cascade(const Backend& backend, const Recipe& recipe, const DetectorOptions& options,
                                           std::span<const ImageView> images);

}  // namespace mtcnn
