#include <string>

#include "media/headers/readers.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

constexpr std::uint64_t kEntryBytes = 12;
constexpr std::uint32_t kMostEntries = 4096;

/// Of the first number that an entry holds; none where it is no 16- or 32-bit one.
std::optional<std::uint32_t> value_of(const ByteReader& file, std::uint64_t entry) {
  constexpr std::uint32_t kShort = 3;
  constexpr std::uint32_t kLong = 4;
  const std::optional<std::uint32_t> type = file.number16(entry + 2);
  if (type == kShort) return file.number16(entry + 8);
  if (type == kLong) return file.number32(entry + 8);
  return std::nullopt;
}

}  // namespace

std::optional<PictureSize> size_of_tiff(const ByteReader& file) {
  constexpr std::uint32_t kWidthTag = 0x100;
  constexpr std::uint32_t kHeightTag = 0x101;
  // A reader looks at the first directory, and at the next where that is of a preview.
  constexpr int kDirectories = 16;
  std::optional<PictureSize> largest;
  std::optional<std::uint32_t> directory = file.number32(4);
  for (int index = 0; index < kDirectories && directory.value_or(0) != 0; ++index) {
    const std::optional<std::uint32_t> entries = file.number16(*directory);
    if (!entries) break;
    if (*entries > kMostEntries) {
      throw Error(ErrorCode::kLimit, ErrorStage::kDecode,
                  "a directory of the TIFF has " + std::to_string(*entries) + " entries, more than " +
                      std::to_string(kMostEntries),
                  {.where = "directory " + std::to_string(index), .limit = kMostEntries, .actual = *entries});
    }
    std::optional<std::uint32_t> width;
    std::optional<std::uint32_t> height;
    for (std::uint64_t entry = 0; entry < *entries; ++entry) {
      const std::uint64_t offset = *directory + 2 + entry * kEntryBytes;
      const std::optional<std::uint32_t> tag = file.number16(offset);
      if (!tag) break;
      if (*tag == kWidthTag) width = value_of(file, offset);
      if (*tag == kHeightTag) height = value_of(file, offset);
    }
    largest = larger(largest, size_from(width, height));
    directory = file.number32(*directory + 2 + *entries * kEntryBytes);
  }
  return largest;
}

}  // namespace mtcnn::media
