#include "media/decoders/decoders.h"

#include "image/view.h"
#include "mtcnn/error.h"

namespace mtcnn::media {

void check_size(std::int64_t width, std::int64_t height, const PictureLimits& limits) {
  constexpr std::int64_t kMaxSide = 32768;  // of an ImageView
  const std::string size = std::to_string(width) + "x" + std::to_string(height) + " pixels";
  if (width < 1 || height < 1) throw_corrupt("the picture claims to have " + size);
  if (width > kMaxSide || height > kMaxSide) {
    throw Error(ErrorCode::kLimit, ErrorStage::kDecode,
                "the picture has " + size + ", more than " + std::to_string(kMaxSide) + " on a side");
  }
  if (static_cast<std::uint64_t>(width * height) > limits.max_pixels) {
    throw Error(ErrorCode::kLimit, ErrorStage::kDecode,
                "the picture has " + size + ", more than the limit of " + std::to_string(limits.max_pixels));
  }
}

Picture black_picture(int width, int height, PixelFormat format, int alignment) {
  Picture picture;
  const std::ptrdiff_t row_bytes = std::ptrdiff_t{width} * bytes_per_pixel(format);
  picture.stride = (row_bytes + alignment - 1) / alignment * alignment;
  picture.width = width;
  picture.height = height;
  picture.format = format;
  picture.pixels.resize(static_cast<std::size_t>(picture.stride) * static_cast<std::size_t>(height));
  return picture;
}

void throw_corrupt(const std::string& reason) { throw Error(ErrorCode::kCorrupt, ErrorStage::kDecode, reason); }

void throw_unsupported(const std::string& reason) { throw Error(ErrorCode::kUnsupported, ErrorStage::kDecode, reason); }

std::string breaks_off(int rows, int height) {
  return "the picture breaks off after row " + std::to_string(rows) + " of " + std::to_string(height);
}

}  // namespace mtcnn::media
