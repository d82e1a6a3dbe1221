#include "media/picture.h"

#include <algorithm>
#include <iterator>

#include "media/decoders/decoders.h"
#include "media/headers/picture_header.h"
#include "media/picture_format.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

struct Decoder {
  PictureFormat format;
  Picture (*decode)(std::span<const std::uint8_t> encoded, const PictureLimits& limits);
};

constexpr Decoder kDecoders[] = {
    {PictureFormat::kJpeg, decode_jpeg},         {PictureFormat::kPng, decode_png},
    {PictureFormat::kWebp, decode_webp},         {PictureFormat::kHeif, decode_heif},
    {PictureFormat::kOther, decode_with_ffmpeg},
};

}  // namespace

Picture decode_picture(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  if (encoded.empty()) throw Error(ErrorCode::kEmpty, ErrorStage::kDecode, "the file is empty");
  const PictureFormat format = picture_format(encoded);
  if (const auto size = picture_size(encoded, format)) check_size(size->width, size->height, limits);
  const Decoder* const decoder = std::ranges::find(kDecoders, format, &Decoder::format);
  return decoder->decode(encoded, limits);
}

Picture decode_picture(std::span<const std::uint8_t> encoded, const PictureLimits& limits,
                       const std::string& name) try {
  return decode_picture(encoded, limits);
} catch (const Error& error) {
  throw error.of(name);
}

bool looks_like_picture(std::span<const std::uint8_t> encoded) {
  return picture_format(encoded) != PictureFormat::kOther || ffmpeg_knows_picture(encoded);
}

}  // namespace mtcnn::media
