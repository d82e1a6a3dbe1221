#include "image/view.h"

#include <cstdlib>
#include <string>

#include "mtcnn/error.h"

namespace mtcnn {
namespace {

constexpr int kMaxSide = 32768;

[[noreturn]] void refuse(const std::string& reason) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kDetect, reason);
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
      return 1;
  }
  refuse("the pixel format " + std::to_string(static_cast<int>(format)) + " is none that exists");
}

void check_view(const ImageView& view) {
  const std::string size = std::to_string(view.width) + "x" + std::to_string(view.height);
  if (view.data == nullptr) refuse("the image has no data");
  if (view.width < 1 || view.height < 1) refuse("an image of " + size + " has no pixels");
  if (view.width > kMaxSide || view.height > kMaxSide) {
    refuse("an image of " + size + " has a side of over " + std::to_string(kMaxSide) + " pixels");
  }
  const std::ptrdiff_t row_bytes = std::ptrdiff_t{view.width} * bytes_per_pixel(view.format);
  // One row is read without ever stepping to another, so that its stride does not matter.
  if (view.height > 1 && view.stride < row_bytes && view.stride > -row_bytes) {
    refuse("a stride of " + std::to_string(view.stride) + " bytes is too short for rows of " +
           std::to_string(row_bytes) + " bytes");
  }
  if (view.orientation < Orientation::kUpright || view.orientation > Orientation::kRotated270) {
    refuse("the orientation " + std::to_string(static_cast<int>(view.orientation)) + " is not one of 1 to 8");
  }
}

StoredPosition stored_position(const ImageView& view, int x, int y) {
  const int last_row = view.height - 1;
  const int last_column = view.width - 1;
  switch (view.orientation) {
    case Orientation::kUpright:
      return {y, x};
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
  std::abort();  // check_view has refused any other value
}

}  // namespace mtcnn
