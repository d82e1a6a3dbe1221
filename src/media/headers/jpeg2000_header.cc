#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

std::optional<PictureSize> size_of_codestream(const ByteReader& stream) {
  constexpr std::uint64_t kSize = 4;  // behind the marks of the start and of the segment
  if (!stream.has(0, "\xFF\x4F\xFF\x51")) return std::nullopt;
  const auto far = size_from(stream.number32(kSize + 4), stream.number32(kSize + 8));
  const auto near = size_from(stream.number32(kSize + 12), stream.number32(kSize + 16));
  if (!far || !near) return std::nullopt;
  return PictureSize{far->width - near->width, far->height - near->height};
}

}  // namespace

std::optional<PictureSize> size_of_jpeg2000(const ByteReader& file) {
  constexpr int kBoxes = 64;
  constexpr std::uint64_t kBoxHeaderBytes = 8;
  constexpr std::uint64_t kLongBoxHeaderBytes = 16;
  if (!file.has(4, "jP  ")) return size_of_codestream(file);
  std::uint64_t offset = 0;
  for (int box = 0; box < kBoxes; ++box) {
    const std::optional<std::uint32_t> short_size = file.number32(offset);
    if (!short_size) break;
    const bool is_long = *short_size == 1;
    const std::uint64_t header_bytes = is_long ? kLongBoxHeaderBytes : kBoxHeaderBytes;
    const std::uint64_t bytes = is_long ? file.number(offset + kBoxHeaderBytes, 8).value_or(0) : *short_size;
    if (file.has(offset + 4, "jp2c")) return size_of_codestream(file.part(offset + header_bytes, file.size()));
    if (bytes < header_bytes || bytes > file.size() - offset) break;
    offset += bytes;
  }
  return std::nullopt;
}

}  // namespace mtcnn::media
