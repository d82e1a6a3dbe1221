#include "media/headers/readers.h"

namespace mtcnn::media {

std::optional<PictureSize> size_of_webp(const ByteReader& file) {
  constexpr std::uint64_t kFirstChunk = 12;
  constexpr std::uint64_t kData = kFirstChunk + 8;
  constexpr std::uint32_t kSideMask = 0x3FFF;
  if (file.has(kFirstChunk, "VP8X")) {
    // The canvas; a picture in it that is larger is refused when it is found.
    const std::optional<PictureSize> last = size_from(file.number24(kData + 4), file.number24(kData + 7));
    if (!last) return std::nullopt;
    return PictureSize{last->width + 1, last->height + 1};
  }
  if (file.has(kFirstChunk, "VP8L")) {
    const std::optional<std::uint32_t> sides = file.number32(kData + 1);
    if (!sides) return std::nullopt;
    return PictureSize{(*sides & kSideMask) + 1, (*sides >> 14 & kSideMask) + 1};
  }
  if (!file.has(kFirstChunk, "VP8 ")) return std::nullopt;
  const std::optional<PictureSize> scaled = size_from(file.number16(kData + 6), file.number16(kData + 8));
  if (!scaled) return std::nullopt;
  return PictureSize{scaled->width & kSideMask, scaled->height & kSideMask};
}

}  // namespace mtcnn::media
