#include "media/decoders/ffmpeg_end.h"

#include <algorithm>
#include <string_view>

namespace mtcnn::media {
namespace {

/// Reads a file from front to back; beyond its end there are zeros.
class Walk {
 public:
  explicit Walk(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

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

}  // namespace

bool ends_early(std::span<const std::uint8_t> encoded, AVCodecID codec) {
  constexpr std::string_view kJpegLsEnd = "\xFF\xD9";
  constexpr std::string_view kQoiEnd{"\0\0\0\0\0\0\0\x01", 8};
  switch (codec) {
    case AV_CODEC_ID_GIF:
      return gif_ends_early(encoded);
    case AV_CODEC_ID_JPEGLS:
      return !ends_with(encoded, kJpegLsEnd);
    case AV_CODEC_ID_QOI:
      return !ends_with(encoded, kQoiEnd);
    default:
      return false;
  }
}

}  // namespace mtcnn::media
