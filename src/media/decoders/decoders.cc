#include "media/decoders/decoders.h"

#include <algorithm>

#include "image/view.h"
#include "mtcnn/error.h"

namespace mtcnn::media {

void check_size(std::int64_t width, std::int64_t height, const PictureLimits& limits) {
  const std::string size = std::to_string(width) + "x" + std::to_string(height) + " pixels";
  if (width < 1 || height < 1) throw_corrupt("the picture claims to have " + size);
  const auto refuse = [&](const std::string& limit_text, std::int64_t limit, std::int64_t actual) {
    throw Error(ErrorCode::kLimit, ErrorStage::kDecode, "the picture has " + size + ", more than " + limit_text,
                {.where = "header", .limit = static_cast<double>(limit), .actual = static_cast<double>(actual)});
  };
  const std::int64_t side = std::max(width, height);
  if (side > limits.max_side) refuse(std::to_string(limits.max_side) + " on a side", limits.max_side, side);
  const std::int64_t pixels = width * height;  // of sides that are at most those of a view
  if (pixels > limits.max_pixels)
    refuse("the limit of " + std::to_string(limits.max_pixels), limits.max_pixels, pixels);
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

void note_break(Picture& picture, int rows, const std::string& reason) {
  picture.damage_place = "row " + std::to_string(rows) + " of " + std::to_string(picture.height);
  picture.damage = "the picture breaks off after " + picture.damage_place + (reason.empty() ? "" : ": " + reason);
}

}  // namespace mtcnn::media
