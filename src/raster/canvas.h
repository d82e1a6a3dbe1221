#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "mtcnn/image_view.h"

namespace mtcnn::raster {

/// A picture to draw on, turned for display: four bytes a pixel, blue, green, red and one that means nothing, in rows
/// without padding.
struct Canvas {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  std::ptrdiff_t stride() const { return std::ptrdiff_t{4} * width; }
};

/// A copy of the image, its orientation applied. Throws what `check_view` throws.
Canvas make_canvas(const ImageView& image);

}  // namespace mtcnn::raster
