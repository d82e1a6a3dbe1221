#include "media/picture.h"

#include "image/view.h"
#include "media/decoders/decoders.h"
#include "media/picture_format.h"
#include "mtcnn/error.h"

namespace mtcnn::media {

Picture decode_picture(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  if (encoded.empty()) throw Error(ErrorCode::kEmpty, ErrorStage::kDecode, "the file is empty");
  switch (picture_format(encoded)) {
    case PictureFormat::kJpeg:
      return decode_jpeg(encoded, limits);
    case PictureFormat::kPng:
      return decode_png(encoded, limits);
    case PictureFormat::kWebp:
      return decode_webp(encoded, limits);
    case PictureFormat::kHeif:
      return decode_heif(encoded, limits);
    case PictureFormat::kOther:
      break;
  }
  return decode_with_ffmpeg(encoded, limits);
}

bool looks_like_picture(std::span<const std::uint8_t> encoded) {
  return picture_format(encoded) != PictureFormat::kOther || ffmpeg_knows_picture(encoded);
}

void check_size(std::uint64_t width, std::uint64_t height, const PictureLimits& limits) {
  constexpr std::uint64_t kMaxSide = 32768;  // of an ImageView
  const std::string size = std::to_string(width) + "x" + std::to_string(height) + " pixels";
  if (width == 0 || height == 0) throw_corrupt("the picture claims to have " + size);
  if (width > kMaxSide || height > kMaxSide) {
    throw Error(ErrorCode::kLimit, ErrorStage::kDecode,
                "the picture has " + size + ", more than " + std::to_string(kMaxSide) + " on a side");
  }
  if (width * height > limits.max_pixels) {
    throw Error(ErrorCode::kLimit, ErrorStage::kDecode,
                "the picture has " + size + ", more than the limit of " + std::to_string(limits.max_pixels));
  }
}

Picture black_picture(int width, int height, PixelFormat format) {
  Picture picture;
  picture.stride = std::ptrdiff_t{width} * bytes_per_pixel(format);
  picture.width = width;
  picture.height = height;
  picture.format = format;
  picture.pixels.resize(static_cast<std::size_t>(picture.stride) * static_cast<std::size_t>(height));
  return picture;
}

void throw_corrupt(const std::string& reason) { throw Error(ErrorCode::kCorrupt, ErrorStage::kDecode, reason); }

std::string breaks_off(int rows, int height) {
  return "the picture breaks off after row " + std::to_string(rows) + " of " + std::to_string(height);
}

}  // namespace mtcnn::media
