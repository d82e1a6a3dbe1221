#pragma once

#include <array>
#include <cstdint>

#include "image/luma_chroma.h"
#include "mtcnn/image_view.h"

namespace mtcnn {

/// The pixels of a view as displayed, one by one: what a pixel is, in the plainest way. `view` must have been checked
/// and must outlive the reader.
class PixelReader {
 public:
  explicit PixelReader(const ImageView& view);

  /// Red, green and blue of the pixel displayed at (x, y).
  std::array<std::uint8_t, 3> operator()(int x, int y) const;

 private:
  const ImageView& view_;
  LumaChromaCoefficients coefficients_;
};

}  // namespace mtcnn
