#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

/// Those that begin a frame: SOF0 to SOF15 without DHT, JPG and DAC, and that of JPEG-LS.
bool is_start_of_frame(std::uint32_t marker) {
  constexpr std::uint32_t kJpegLs = 0xF7;
  return marker == kJpegLs || (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC);
}

/// Those that stand alone: TEM, the restarts, SOI.
bool has_no_segment(std::uint32_t marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8); }

}  // namespace

std::optional<PictureSize> size_of_jpeg(const ByteReader& file) {
  constexpr std::uint32_t kMark = 0xFF;
  constexpr std::uint32_t kEnd = 0xD9;
  constexpr std::uint32_t kScan = 0xDA;
  std::uint64_t offset = 2;
  for (;;) {
    // Decoders pass over what lies between segments, and over marks that are repeated.
    while (file.number(offset, 1) && file.number(offset, 1) != kMark) ++offset;
    while (file.number(offset, 1) == kMark) ++offset;
    const std::optional<std::uint64_t> byte = file.number(offset++, 1);
    if (!byte) return std::nullopt;
    const auto marker = static_cast<std::uint32_t>(*byte);
    if (marker == 0 || has_no_segment(marker)) continue;
    if (marker == kEnd || marker == kScan) return std::nullopt;
    if (is_start_of_frame(marker)) return size_from(file.number16(offset + 5), file.number16(offset + 3));
    offset += file.number16(offset).value_or(0);
  }
}

}  // namespace mtcnn::media
