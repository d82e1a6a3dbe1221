#include "image/pixel_reader.h"

#include <algorithm>
#include <cstddef>

#include "image/view.h"

namespace mtcnn {
namespace {

/// One plane of chroma of `kI420`, or the numbers of one kind in that of `kNv12`.
struct Chroma {
  const std::uint8_t* row = nullptr;
  std::ptrdiff_t step = 1;
  int last = 0;

  /// A number lies on the left one of its two columns; halfway to the next is their mean, rounded up.
  int at(int column) const {
    const int left = column / 2;
    const int right = std::min(left + column % 2, last);
    return (row[left * step] + row[right * step] + 1) / 2;
  }
};

Chroma chroma_of_row(const ImageView& view, int row, int kind) {
  const int last = (view.width + 1) / 2 - 1;
  // Rows of chroma lie between two of luma, and hold for both.
  if (view.format == PixelFormat::kNv12) {
    return {view.chroma[0] + (row / 2) * view.chroma_strides[0] + kind, 2, last};
  }
  return {view.chroma[kind] + (row / 2) * view.chroma_strides[kind], 1, last};
}

}  // namespace

PixelReader::PixelReader(const ImageView& view)
    : view_(view), coefficients_(luma_chroma_coefficients(view.luma_weights, view.luma_range)) {}

std::array<std::uint8_t, 3> PixelReader::operator()(int x, int y) const {
  const StoredPosition stored = stored_position(view_, x, y);
  const std::uint8_t* const bytes = view_.data + stored.row * view_.stride + stored.column * pixel_stride(view_);
  const std::ptrdiff_t next = colour_stride(view_);
  switch (view_.format) {
    case PixelFormat::kBgr:
    case PixelFormat::kBgra:
      return {bytes[2 * next], bytes[next], bytes[0]};
    case PixelFormat::kRgb:
    case PixelFormat::kRgba:
      return {bytes[0], bytes[next], bytes[2 * next]};
    case PixelFormat::kNv12:
    case PixelFormat::kI420: {
      const int cb = chroma_of_row(view_, stored.row, 0).at(stored.column);
      const int cr = chroma_of_row(view_, stored.row, 1).at(stored.column);
      return rgb_of(bytes[0], cb, cr, coefficients_);
    }
    case PixelFormat::kGrey:
      break;
  }
  return {bytes[0], bytes[0], bytes[0]};
}

}  // namespace mtcnn
