// Pictures of any bytes: whatever comes of them is an Error of the decoder or a picture all of whose pixels are there.
// The first byte chooses the limit of pixels, the rest is the file.

#include "media/picture.h"

#include <cstdint>
#include <span>
#include <string>

#include "image/view.h"
#include "input.h"
#include "mtcnn/error.h"

namespace mtcnn::fuzz {
namespace {

constexpr media::PictureLimits kFewPixels = {.max_pixels = std::int64_t{1} << 20};

void check_error(const Error& error) {
  const bool is_known = error.code() == ErrorCode::kEmpty || error.code() == ErrorCode::kUnsupported ||
                        error.code() == ErrorCode::kCorrupt || error.code() == ErrorCode::kLimit;
  require(is_known, "a picture was refused as " + std::string(name(error.code())));
  require(error.stage() == ErrorStage::kDecode, "a picture was refused elsewhere than where it is decoded");
  require(!std::string(error.what()).empty(), "a picture was refused without a reason");
}

void check_picture(const media::Picture& picture, const media::PictureLimits& limits) {
  const ImageView view = picture.view();
  check_view(view);
  require(std::int64_t{view.width} * view.height <= limits.max_pixels, "a picture has more pixels than allowed");
  const auto row_bytes = static_cast<std::size_t>(view.width) * static_cast<std::size_t>(bytes_per_pixel(view.format));
  require(view.stride > 0, "a decoder's rows run upwards");
  require(picture.pixels.size() >=
              static_cast<std::size_t>(view.stride) * static_cast<std::size_t>(view.height - 1) + row_bytes,
          "a picture's pixels end before its last row does");
}

void decode(std::span<const std::uint8_t> encoded, const media::PictureLimits& limits) {
  media::looks_like_picture(encoded);
  try {
    check_picture(media::decode_picture(encoded, limits), limits);
  } catch (const Error& error) {
    check_error(error);
  }
}

}  // namespace
}  // namespace mtcnn::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mtcnn::fuzz::Input input(data, size);
  const mtcnn::media::PictureLimits limits = input.flag() ? mtcnn::media::PictureLimits() : mtcnn::fuzz::kFewPixels;
  mtcnn::fuzz::decode(input.rest(), limits);
  return 0;
}
