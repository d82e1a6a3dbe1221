#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "backends/backend.h"
#include "model/recipe.h"
#include "mtcnn/detector.h"
#include "mtcnn/face.h"
#include "mtcnn/image_view.h"

namespace mtcnn {

/// The cascade: PNet proposes, RNet rejects, ONet refines and adds the landmarks. It keeps its memory from one call to
/// the next, so that calls on frames like those before allocate nothing but the answers; one call at a time.
class Cascade {
 public:
  virtual ~Cascade() = default;

  /// `images` have been checked. `faces`, of which there are as many, become those of each image, highest score first,
  /// equal scores by level, row and column. The deadline is one for them all. Throws Error (kLimit or kDeadline, stage
  /// kDetect).
  virtual void detect(std::span<const ImageView> images, std::span<std::vector<Face>> faces) = 0;

  /// Whether the last call left proposals of an image out, because there were more than the options allow.
  virtual bool was_capped(std::size_t image) const = 0;
};

/// In the number type of the recipe. `options` have been checked; all three must outlive the cascade.
std::unique_ptr<Cascade> make_cascade(const Backend& backend, const Recipe& recipe, const DetectorOptions& options);

}  // namespace mtcnn
