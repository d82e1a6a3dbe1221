#include "backends/native/pixel_source.h"

#include <algorithm>
#include <cstring>

#include "image/view.h"

namespace mtcnn::native {
namespace {

PixelBytes bytes_of(PixelFormat format) {
  switch (format) {
    case PixelFormat::kRgb:
    case PixelFormat::kRgba:
      return PixelBytes::kRgb;
    case PixelFormat::kBgr:
    case PixelFormat::kBgra:
      return PixelBytes::kBgr;
    case PixelFormat::kNv12:
    case PixelFormat::kI420:
      return PixelBytes::kLumaChroma;
    case PixelFormat::kGrey:
      break;
  }
  return PixelBytes::kGrey;
}

std::uint32_t packed(int luma, int cb, int cr) {
  return static_cast<std::uint32_t>(luma) | static_cast<std::uint32_t>(cb) << 8 | static_cast<std::uint32_t>(cr) << 16;
}

/// The chroma at a luma column: on the left one of two columns, and halfway to the next, rounded up.
int chroma_at(const std::uint8_t* row, int step, int column, int last) {
  const int left = column >> 1;
  const int right = std::min(left + (column & 1), last);
  return (row[left * step] + row[right * step] + 1) >> 1;
}

}  // namespace

PixelSource::PixelSource(const ImageView& view)
    : view_(view),
      width_(view.displayed_width()),
      height_(view.displayed_height()),
      bytes_(bytes_of(view.format)),
      coefficients_(luma_chroma_coefficients(view.luma_weights, view.luma_range)) {
  const std::ptrdiff_t pixel_bytes = bytes_per_pixel(view.format);
  const auto address = [&](int x, int y) {
    const StoredPosition stored = stored_position(view, x, y);
    return view.data + stored.row * view.stride + stored.column * pixel_bytes;
  };
  origin_ = address(0, 0);
  if (width_ > 1) step_x_ = address(1, 0) - origin_;
  if (height_ > 1) step_y_ = address(0, 1) - origin_;
  const std::uint8_t* const last_row =
      view.data + (view.stride > 0 ? std::ptrdiff_t{view.height - 1} * view.stride : std::ptrdiff_t{0});
  last_word_ = last_row + view.width * pixel_bytes - sizeof(std::uint32_t);
}

void PixelSource::fetch(int y, const std::int32_t* columns, int count, std::uint32_t* pixels) const {
  const std::uint8_t* const row = origin_ + y * step_y_;
  switch (bytes_) {
    case PixelBytes::kRgb:
    case PixelBytes::kBgr:
      fetch_interleaved(row, columns, count, pixels);
      return;
    case PixelBytes::kLumaChroma:
      fetch_planes(y, columns, count, pixels);
      return;
    case PixelBytes::kGrey:
      for (int index = 0; index < count; ++index) pixels[index] = row[columns[index] * step_x_];
      return;
  }
}

void PixelSource::fetch_interleaved(const std::uint8_t* row, const std::int32_t* columns, int count,
                                    std::uint32_t* pixels) const {
  for (int index = 0; index < count; ++index) {
    const std::uint8_t* const pixel = row + columns[index] * step_x_;
    if (pixel <= last_word_) [[likely]] {
      std::memcpy(&pixels[index], pixel, sizeof(std::uint32_t));
    } else {
      // The last pixel of three bytes.
      pixels[index] = packed(pixel[0], pixel[1], pixel[2]);
    }
  }
}

void PixelSource::fetch_planes(int y, const std::int32_t* columns, int count, std::uint32_t* pixels) const {
  const bool is_nv12 = view_.format == PixelFormat::kNv12;
  if (view_.orientation == Orientation::kUpright) {
    if (is_nv12) {
      fetch_upright_planes<2>(y, columns, count, pixels);
    } else {
      fetch_upright_planes<1>(y, columns, count, pixels);
    }
    return;
  }
  const int last = (view_.width + 1) / 2 - 1;
  const int step = is_nv12 ? 2 : 1;
  for (int index = 0; index < count; ++index) {
    const auto [row, column] = stored_position(view_, columns[index], y);
    const std::uint8_t* const cb_row = view_.chroma[0] + (row >> 1) * view_.chroma_strides[0];
    const std::uint8_t* const cr_row = is_nv12 ? cb_row + 1 : view_.chroma[1] + (row >> 1) * view_.chroma_strides[1];
    pixels[index] = packed(view_.data[row * view_.stride + column], chroma_at(cb_row, step, column, last),
                           chroma_at(cr_row, step, column, last));
  }
}

template <int kChromaStep>
void PixelSource::fetch_upright_planes(int row, const std::int32_t* columns, int count, std::uint32_t* pixels) const {
  const int last = (view_.width + 1) / 2 - 1;
  const std::uint8_t* const luma_row = view_.data + row * view_.stride;
  const std::uint8_t* const cb_row = view_.chroma[0] + (row >> 1) * view_.chroma_strides[0];
  const std::uint8_t* const cr_row =
      kChromaStep == 2 ? cb_row + 1 : view_.chroma[1] + (row >> 1) * view_.chroma_strides[1];
  for (int index = 0; index < count; ++index) {
    const int column = columns[index];
    pixels[index] = packed(luma_row[column], chroma_at(cb_row, kChromaStep, column, last),
                           chroma_at(cr_row, kChromaStep, column, last));
  }
}

}  // namespace mtcnn::native
