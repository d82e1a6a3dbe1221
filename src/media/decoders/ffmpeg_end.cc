#include "media/decoders/ffmpeg_end.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "media/exif.h"
#include "media/headers/picture_header.h"

namespace mtcnn::media {
namespace {

/// Reads a file from front to back; beyond its end there are zeros.
class Walk {
 public:
  explicit Walk(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool is_at_end() const { return position_ >= bytes_.size(); }
  bool is_past_end() const { return position_ > bytes_.size(); }

  std::uint8_t byte() {
    const std::uint8_t value = position_ < bytes_.size() ? bytes_[position_] : std::uint8_t{0};
    ++position_;
    return value;
  }

  void skip(std::size_t count) { position_ += count; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t position_ = 0;
};

void skip_gif_palette(Walk& walk, std::uint8_t flags) {
  if ((flags & 0x80) != 0) walk.skip(std::size_t{3} << ((flags & 7) + 1));
}

void skip_gif_blocks(Walk& walk) {
  while (const std::uint8_t size = walk.byte()) walk.skip(size);
}

bool gif_ends_early(std::span<const std::uint8_t> encoded) {
  constexpr std::uint8_t kExtension = 0x21;
  Walk walk(encoded);
  walk.skip(10);  // signature, width and height
  const std::uint8_t screen_flags = walk.byte();
  walk.skip(2);  // background, aspect ratio
  skip_gif_palette(walk, screen_flags);
  while (walk.byte() == kExtension) {
    walk.skip(1);  // its kind
    skip_gif_blocks(walk);
  }
  walk.skip(8);  // position and size of the first picture
  skip_gif_palette(walk, walk.byte());
  walk.skip(1);  // size of a code
  skip_gif_blocks(walk);
  return walk.is_past_end();
}

bool ends_with(std::span<const std::uint8_t> encoded, std::string_view mark) {
  return encoded.size() >= mark.size() && std::ranges::equal(encoded.last(mark.size()), mark, {}, {},
                                                             [](char c) { return static_cast<std::uint8_t>(c); });
}

/// The decoder takes the end of the file for that of the picture, wherever it comes.
bool qoi_ends_early(std::span<const std::uint8_t> encoded) {
  constexpr std::uint8_t kRgb = 0xFE;
  constexpr std::uint8_t kRgba = 0xFF;
  constexpr std::string_view kEnd{"\0\0\0\0\0\0\0\x01", 8};
  const std::optional<PictureSize> size = picture_size(encoded, AV_CODEC_ID_QOI);
  if (!size || !ends_with(encoded, kEnd)) return true;
  std::int64_t missing = size->width * size->height;
  Walk walk(encoded.first(encoded.size() - kEnd.size()));
  walk.skip(14);  // signature, width, height, channels, colour space
  while (missing > 0 && !walk.is_at_end()) {
    const std::uint8_t code = walk.byte();
    const int kind = code >> 6;
    const bool is_run = kind == 3 && code < kRgb;
    missing -= is_run ? (code & 0x3F) + 1 : 1;
    walk.skip(code == kRgb ? 3 : code == kRgba ? 4 : kind == 2 ? 1 : 0);
  }
  return missing > 0 || walk.is_past_end();
}

/// Of one that is not compressed, a pixel is a bit at least.
bool tiff_ends_early(std::span<const std::uint8_t> encoded) {
  constexpr std::uint16_t kCompressionTag = 0x0103;
  constexpr int kUncompressed = 1;
  if (exif_number(encoded, kCompressionTag).value_or(kUncompressed) != kUncompressed) return false;
  const std::optional<PictureSize> size = picture_size(encoded, AV_CODEC_ID_TIFF);
  return size && size->width * size->height > 8 * static_cast<std::int64_t>(encoded.size());
}

}  // namespace

bool ends_early(std::span<const std::uint8_t> encoded, AVCodecID codec) {
  constexpr std::string_view kJpegLsEnd = "\xFF\xD9";
  switch (codec) {
    case AV_CODEC_ID_GIF:
      return gif_ends_early(encoded);
    case AV_CODEC_ID_JPEGLS:
      return !ends_with(encoded, kJpegLsEnd);
    case AV_CODEC_ID_QOI:
      return qoi_ends_early(encoded);
    case AV_CODEC_ID_TIFF:
      return tiff_ends_early(encoded);
    default:
      return false;
  }
}

}  // namespace mtcnn::media
