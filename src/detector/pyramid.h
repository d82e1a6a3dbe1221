#pragma once

#include <map>
#include <utility>
#include <vector>

#include "model/recipe.h"
#include "mtcnn/detector.h"

namespace mtcnn {

/// One size at which PNet's window slides over a picture.
struct PyramidLevel {
  double scale = 1;  ///< pixels of the level per pixel of the picture
  int width = 0;     ///< pixels of the level
  int height = 0;
};

/// The levels for a picture of width x height pixels as displayed, the largest first: the smallest face fills PNet's
/// window on the first, and the last is the last whose shorter side still holds a window. Throws Error (kLimit, stage
/// kDetect) where a level would have a side of over 2^20 pixels, or there would be more than 64 of them.
std::vector<PyramidLevel> plan_pyramid(int width, int height, const DetectorOptions& options, const PyramidRule& rule);

/// The plans of the sizes that were asked for, because the frames of a clip all have the same.
class PyramidCache {
 public:
  /// Both must outlive the cache.
  PyramidCache(const DetectorOptions& options, const PyramidRule& rule) : options_(options), rule_(rule) {}

  /// What `plan_pyramid` returns, valid until the next call.
  const std::vector<PyramidLevel>& levels(int width, int height);

 private:
  const DetectorOptions& options_;
  const PyramidRule& rule_;
  std::map<std::pair<int, int>, std::vector<PyramidLevel>> plans_;
};

}  // namespace mtcnn
