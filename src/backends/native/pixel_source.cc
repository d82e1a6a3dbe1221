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

PairBytes pair_bytes_of(PixelFormat format) {
  switch (format) {
    case PixelFormat::kRgb:
      return PairBytes::kRgb24;
    case PixelFormat::kBgr:
      return PairBytes::kBgr24;
    case PixelFormat::kRgba:
      return PairBytes::kRgb32;
    case PixelFormat::kBgra:
      return PairBytes::kBgr32;
    case PixelFormat::kNv12:
      return PairBytes::kNv12;
    case PixelFormat::kI420:
      return PairBytes::kI420;
    case PixelFormat::kGrey:
      break;
  }
  return PairBytes::kGrey;
}

template <class Number>
Number loaded(const std::uint8_t* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

std::uint32_t packed(int first, int second, int third) {
  return static_cast<std::uint32_t>(first) | static_cast<std::uint32_t>(second) << 8 |
         static_cast<std::uint32_t>(third) << 16;
}

/// The chroma at a luma column: on the left one of two columns, and halfway to the next, rounded up.
int chroma_at(const std::uint8_t* row, int step, int column, int last) {
  const int left = column >> 1;
  const int right = std::min(left + (column & 1), last);
  return (row[left * step] + row[right * step] + 1) >> 1;
}

std::uint64_t packed_pair(std::uint32_t first, std::uint32_t second, PairBytes bytes) {
  const auto wide = [](std::uint32_t value) { return std::uint64_t{value}; };
  switch (bytes) {
    case PairBytes::kRgb24:
    case PairBytes::kBgr24:
      return wide(first & 0xFFFFFF) | wide(second & 0xFFFFFF) << 24;
    case PairBytes::kNv12:
      return wide(first & 0xFF) | wide(second & 0xFF) << 8 | wide(first >> 8 & 0xFFFF) << 16 |
             wide(second >> 8 & 0xFFFF) << 32 | static_cast<std::uint64_t>(ChromaPlace::kLeftAndRight) << 48;
    case PairBytes::kI420:
      return wide(first & 0xFF) | wide(second & 0xFF) << 8 | wide(first >> 8 & 0xFF) << 16 |
             wide(second >> 8 & 0xFF) << 24 | wide(first >> 16 & 0xFF) << 32 | wide(second >> 16 & 0xFF) << 40 |
             static_cast<std::uint64_t>(ChromaPlace::kLeftAndRight) << 48;
    case PairBytes::kRgb32:
    case PairBytes::kBgr32:
    case PairBytes::kGrey:
      break;
  }
  return wide(first) | wide(second) << 32;
}

}  // namespace

PixelSource::PixelSource(const ImageView& view)
    : view_(view),
      width_(view.displayed_width()),
      height_(view.displayed_height()),
      bytes_(bytes_of(view.format)),
      pair_bytes_(pair_bytes_of(view.format)),
      coefficients_(luma_chroma_coefficients(view.luma_weights, view.luma_range)),
      black_(bytes_ == PixelBytes::kLumaChroma ? packed(coefficients_.black, 128, 128) : 0),
      has_stored_rows_(is_packed(view) &&
                       (view.orientation == Orientation::kUpright || view.orientation == Orientation::kFlipped)),
      colour_stride_(colour_stride(view)),
      last_memory_row_(view.stride > 0 ? view.height - 1 : 0) {
  const auto address = [&](int x, int y) {
    const StoredPosition stored = stored_position(view, x, y);
    return view.data + stored.row * view.stride + stored.column * pixel_stride(view);
  };
  origin_ = address(0, 0);
  if (width_ > 1) step_x_ = address(1, 0) - origin_;
  if (height_ > 1) step_y_ = address(0, 1) - origin_;
}

std::uint32_t PixelSource::pixel(int x, int y) const {
  const std::uint8_t* const bytes = origin_ + x * step_x_ + y * step_y_;
  switch (bytes_) {
    case PixelBytes::kRgb:
    case PixelBytes::kBgr:
      return packed(bytes[0], bytes[colour_stride_], bytes[2 * colour_stride_]);
    case PixelBytes::kLumaChroma: {
      const bool is_nv12 = view_.format == PixelFormat::kNv12;
      const int step = is_nv12 ? 2 : 1;
      const int last = (view_.width + 1) / 2 - 1;
      const auto [row, column] = stored_position(view_, x, y);
      const std::uint8_t* const cb = view_.chroma[0] + (row >> 1) * view_.chroma_strides[0];
      const std::uint8_t* const cr = is_nv12 ? cb + 1 : view_.chroma[1] + (row >> 1) * view_.chroma_strides[1];
      return packed(bytes[0], chroma_at(cb, step, column, last), chroma_at(cr, step, column, last));
    }
    case PixelBytes::kGrey:
      break;
  }
  return bytes[0];
}

std::uint64_t PixelSource::any_pair(int first, int y) const {
  const auto pixel_or_black = [&](int x) { return x >= 0 && x < width_ ? pixel(x, y) : black_; };
  return packed_pair(pixel_or_black(first), pixel_or_black(first + 1), pair_bytes_);
}

void PixelSource::fetch(int y, int first, int count, std::uint32_t* pixels) const {
  for (int index = 0; index < count; ++index) pixels[index] = pixel(first + index, y);
}

void PixelSource::prefetch(int y, const PairColumns& columns) const {
  constexpr std::ptrdiff_t kCacheLine = 64;
  if (!has_stored_rows_ || y < 0 || y >= height_) return;
  const auto prefetch_row = [](const std::uint8_t* begin, const std::uint8_t* end) {
    for (; begin <= end; begin += kCacheLine) __builtin_prefetch(begin);
  };
  const int first = std::clamp(columns.leftmost, 0, width_ - 1);
  const int last = std::clamp(columns.rightmost, 0, width_ - 1);
  const std::uint8_t* const row = origin_ + y * step_y_;
  prefetch_row(row + first * step_x_, row + last * step_x_);
  if (bytes_ != PixelBytes::kLumaChroma) return;
  const std::ptrdiff_t chroma_row = stored_position(view_, 0, y).row >> 1;
  const bool is_nv12 = view_.format == PixelFormat::kNv12;
  for (int plane = 0; plane < (is_nv12 ? 1 : 2); ++plane) {
    const std::uint8_t* const chroma = view_.chroma[plane] + chroma_row * view_.chroma_strides[plane];
    prefetch_row(chroma + (is_nv12 ? first : first / 2), chroma + (is_nv12 ? last : last / 2));
  }
}

void PixelSource::fetch_pairs(int y, const PairColumns& columns, std::uint64_t* pairs) const {
  if (has_stored_rows_) {
    switch (view_.format) {
      case PixelFormat::kRgb:
      case PixelFormat::kBgr:
        return fetch_interleaved_pairs<3>(y, columns, pairs);
      case PixelFormat::kRgba:
      case PixelFormat::kBgra:
        return fetch_interleaved_pairs<4>(y, columns, pairs);
      case PixelFormat::kNv12:
        return fetch_plane_pairs<PairBytes::kNv12>(y, columns, pairs);
      case PixelFormat::kI420:
        return fetch_plane_pairs<PairBytes::kI420>(y, columns, pairs);
      case PixelFormat::kGrey:
        break;
    }
  }
  for (int index = 0; index < columns.count; ++index) pairs[index] = any_pair(columns.firsts[index], y);
}

template <int kStep>
void PixelSource::fetch_interleaved_pairs(int y, const PairColumns& columns, std::uint64_t* pairs) const {
  const std::uint8_t* const row = origin_ + y * step_y_;
  // 8 bytes are read: two pixels of three bytes are followed by two more, which the last pair of the last row in memory
  // does not have.
  const bool is_last = stored_position(view_, 0, y).row == last_memory_row_;
  const int loadable = width_ - (kStep == 3 && is_last ? 2 : 1);
  const auto load = [&](int first) { return loaded<std::uint64_t>(row + std::ptrdiff_t{first} * kStep); };
  load_pairs(y, columns, loadable, load, pairs);
}

template <PairBytes kBytes>
void PixelSource::fetch_plane_pairs(int y, const PairColumns& columns, std::uint64_t* pairs) const {
  const int row = stored_position(view_, 0, y).row;
  const std::uint8_t* const luma_row = view_.data + row * view_.stride;
  const std::uint8_t* const cb_row = view_.chroma[0] + (row >> 1) * view_.chroma_strides[0];
  const std::uint8_t* const cr_row =
      kBytes == PairBytes::kI420 ? view_.chroma[1] + (row >> 1) * view_.chroma_strides[1] : nullptr;
  const auto load = [&](int first) {
    const std::ptrdiff_t left = first >> 1;
    std::uint64_t chroma;
    if constexpr (kBytes == PairBytes::kNv12) {
      chroma = loaded<std::uint32_t>(cb_row + 2 * left);
    } else {
      chroma = loaded<std::uint16_t>(cb_row + left) | std::uint64_t{loaded<std::uint16_t>(cr_row + left)} << 16;
    }
    return loaded<std::uint16_t>(luma_row + first) | chroma << 16 | static_cast<std::uint64_t>(first & 1) << 48;
  };
  // Those with a chroma to the right.
  const int loadable = ((width_ + 1) / 2 - 1) * 2;
  load_pairs(y, columns, loadable, load, pairs);
}

/// `load` may be called for the columns from 0 to before `loadable`.
template <class Load>
void PixelSource::load_pairs(int y, const PairColumns& columns, int loadable, const Load& load,
                             std::uint64_t* pairs) const {
  constexpr int kAtOnce = 4;
  if (columns.leftmost >= 0 && columns.rightmost < loadable) {
    for (int index = 0; index < columns.count; index += kAtOnce) {
      for (int pair = index; pair < index + kAtOnce; ++pair) pairs[pair] = load(columns.firsts[pair]);
    }
    return;
  }
  for (int index = 0; index < columns.count; ++index) {
    const int first = columns.firsts[index];
    pairs[index] = first >= 0 && first < loadable ? load(first) : any_pair(first, y);
  }
}

}  // namespace mtcnn::native
