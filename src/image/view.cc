#include "image/view.h"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <string>
#include <utility>

#include "mtcnn/error.h"

namespace mtcnn {
namespace {

constexpr int kMaxSide = 32768;

[[noreturn]] void refuse(const std::string& reason, ErrorDetails details = {}) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kDetect, reason, std::move(details));
}

bool has_chroma(PixelFormat format) { return format == PixelFormat::kNv12 || format == PixelFormat::kI420; }

/// One row is read without ever stepping to another, so that its stride does not matter.
void check_stride(std::ptrdiff_t stride, int rows, std::ptrdiff_t row_bytes, const std::string& what) {
  if (rows > 1 && stride < row_bytes && stride > -row_bytes) {
    refuse("a stride of " + std::to_string(stride) + " bytes is too short for " + what + " of " +
               std::to_string(row_bytes) + " bytes",
           {.where = what, .limit = static_cast<double>(row_bytes), .actual = static_cast<double>(stride)});
  }
}

/// So many rows, pixels or colours, each so many bytes behind the one before.
struct Steps {
  std::ptrdiff_t stride;
  int count;
};

/// The distance between two bytes of memory always fits; that of strides need not.
void check_extent(std::initializer_list<Steps> all_steps) {
  std::ptrdiff_t extent = 0;
  for (const auto& [stride, count] : all_steps) {
    std::ptrdiff_t distance = 0;
    if (__builtin_mul_overflow(stride, std::ptrdiff_t{count} - 1, &distance) ||
        distance == std::numeric_limits<std::ptrdiff_t>::min() ||
        __builtin_add_overflow(extent, std::abs(distance), &extent)) {
      refuse("the strides of the image reach farther than any memory");
    }
  }
}

void check_chroma(const ImageView& view) {
  if (!has_chroma(view.format)) return;
  const std::array<PlaneSize, 3> sizes = plane_sizes(view);
  for (std::size_t plane = 0; plane < 2 && sizes[plane + 1].rows > 0; ++plane) {
    if (view.chroma[plane] == nullptr) refuse("the image lacks a plane of chroma");
    const auto [rows, row_bytes] = sizes[plane + 1];
    check_stride(view.chroma_strides[plane], rows, row_bytes, "rows of chroma");
    check_extent({{view.chroma_strides[plane], rows}, {1, static_cast<int>(row_bytes)}});
  }
  if (view.luma_weights > LumaWeights::kBt709) refuse("the luma weights of the image are none that exist");
  if (view.luma_range > LumaRange::kFull) refuse("the luma range of the image is none that exists");
}

}  // namespace

int bytes_per_pixel(PixelFormat format) {
  switch (format) {
    case PixelFormat::kBgr:
    case PixelFormat::kRgb:
      return 3;
    case PixelFormat::kBgra:
    case PixelFormat::kRgba:
      return 4;
    case PixelFormat::kGrey:
    case PixelFormat::kNv12:
    case PixelFormat::kI420:
      return 1;
  }
  refuse("the pixel format " + std::to_string(static_cast<int>(format)) + " is none that exists");
}

bool is_packed(const ImageView& view) { return view.pixel_stride == 0 && view.colour_stride == 0; }

std::ptrdiff_t pixel_stride(const ImageView& view) {
  return view.pixel_stride != 0 ? view.pixel_stride : bytes_per_pixel(view.format);
}

std::ptrdiff_t colour_stride(const ImageView& view) { return view.colour_stride != 0 ? view.colour_stride : 1; }

std::array<PlaneSize, 3> plane_sizes(const ImageView& view) {
  const std::ptrdiff_t luma_bytes = std::ptrdiff_t{view.width} * bytes_per_pixel(view.format);
  const int chroma_rows = (view.height + 1) / 2;
  const std::ptrdiff_t chroma_columns = (view.width + 1) / 2;
  switch (view.format) {
    case PixelFormat::kNv12:
      return {{{view.height, luma_bytes}, {chroma_rows, 2 * chroma_columns}, {}}};
    case PixelFormat::kI420:
      return {{{view.height, luma_bytes}, {chroma_rows, chroma_columns}, {chroma_rows, chroma_columns}}};
    default:
      return {{{view.height, luma_bytes}, {}, {}}};
  }
}

void check_view(const ImageView& view) {
  const std::string size = std::to_string(view.width) + "x" + std::to_string(view.height);
  if (view.data == nullptr) refuse("the image has no data");
  if (view.width < 1 || view.height < 1) refuse("an image of " + size + " has no pixels");
  if (view.width > kMaxSide || view.height > kMaxSide) {
    refuse("an image of " + size + " has a side of over " + std::to_string(kMaxSide) + " pixels",
           {.limit = kMaxSide, .actual = std::max(view.width, view.height)});
  }
  const std::ptrdiff_t row_bytes = std::ptrdiff_t{view.width} * bytes_per_pixel(view.format);
  if (is_packed(view)) {
    check_stride(view.stride, view.height, row_bytes, "rows");
  } else if (has_chroma(view.format)) {
    refuse("the pixels of an image with planes of chroma must be packed");
  }
  check_extent({{view.stride, view.height},
                {pixel_stride(view), view.width},
                {colour_stride(view), bytes_per_pixel(view.format)}});
  check_chroma(view);
  if (view.orientation < Orientation::kUpright || view.orientation > Orientation::kRotated270) {
    refuse("the orientation " + std::to_string(static_cast<int>(view.orientation)) + " is not one of 1 to 8");
  }
}

StoredPosition stored_position(const ImageView& view, int x, int y) {
  const int last_row = view.height - 1;
  const int last_column = view.width - 1;
  switch (view.orientation) {
    case Orientation::kUpright:
      break;
    case Orientation::kMirrored:
      return {y, last_column - x};
    case Orientation::kRotated180:
      return {last_row - y, last_column - x};
    case Orientation::kFlipped:
      return {last_row - y, x};
    case Orientation::kTransposed:
      return {x, y};
    case Orientation::kRotated90:
      return {last_row - x, y};
    case Orientation::kTransversed:
      return {last_row - x, last_column - y};
    case Orientation::kRotated270:
      return {x, last_column - y};
  }
  return {y, x};
}

}  // namespace mtcnn
