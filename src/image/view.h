#pragma once

#include <array>
#include <cstddef>

#include "mtcnn/image_view.h"

namespace mtcnn {

/// Bytes from one pixel of a row to the next; those of luma, where there are planes.
int bytes_per_pixel(PixelFormat format);

/// Whether the bytes of a row follow each other as the format says.
bool is_packed(const ImageView& view);

/// Bytes from one pixel of a row to the next, and from one colour of an interleaved pixel to the next.
std::ptrdiff_t pixel_stride(const ImageView& view);
std::ptrdiff_t colour_stride(const ImageView& view);

/// How much of a plane is shown.
struct PlaneSize {
  int rows = 0;
  std::ptrdiff_t row_bytes = 0;  ///< where pixels are packed
};

/// Those of an image, as many as its format has; the others are empty.
std::array<PlaneSize, 3> plane_sizes(const ImageView& view);

/// Throws Error (kInvalidArgument, stage kDetect) that says what about the view cannot be: no data, no pixels, a stride
/// shorter than a row, strides beyond all memory, a side of over 32,768 pixels, a missing plane, an unknown format or
/// orientation.
void check_view(const ImageView& view);

/// Where the pixel that is displayed at (x, y) is stored.
struct StoredPosition {
  int row = 0;
  int column = 0;
};
StoredPosition stored_position(const ImageView& view, int x, int y);

}  // namespace mtcnn
