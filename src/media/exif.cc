#include "media/exif.h"

#include <libexif/exif-data.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

namespace mtcnn::media {
namespace {

constexpr std::string_view kPrefix{"Exif\0\0", 6};
constexpr std::size_t kHeaderBytes = 8;  // of a TIFF structure: byte order, a magic number, where the directory lies

std::span<const std::uint8_t> without_prefix(std::span<const std::uint8_t> exif) {
  const bool has_prefix = exif.size() >= kPrefix.size() && std::equal(kPrefix.begin(), kPrefix.end(), exif.begin());
  return exif.subspan(has_prefix ? kPrefix.size() : 0);
}

/// The prefix, the header, and nothing but the first directory: what lies elsewhere may be a whole picture, or hostile.
/// Empty where there is no whole directory.
std::vector<std::uint8_t> first_directory(std::span<const std::uint8_t> tiff) {
  constexpr std::size_t kCountBytes = 2;
  constexpr std::size_t kEntryBytes = 12;
  if (tiff.size() < kHeaderBytes) return {};
  const ExifByteOrder order = tiff[0] == 'M' ? EXIF_BYTE_ORDER_MOTOROLA : EXIF_BYTE_ORDER_INTEL;
  const std::size_t offset = exif_get_long(&tiff[4], order);
  if (offset > tiff.size() || tiff.size() - offset < kCountBytes) return {};
  const std::size_t bytes = kCountBytes + kEntryBytes * exif_get_short(&tiff[offset], order);
  if (tiff.size() - offset < bytes) return {};

  std::vector<std::uint8_t> directory(kPrefix.begin(), kPrefix.end());
  directory.insert(directory.end(), tiff.begin(), tiff.begin() + kHeaderBytes);
  exif_set_long(&directory[kPrefix.size() + 4], order, kHeaderBytes);
  const auto begin = tiff.begin() + static_cast<std::ptrdiff_t>(offset);
  directory.insert(directory.end(), begin, begin + static_cast<std::ptrdiff_t>(bytes));
  return directory;
}

}  // namespace

Orientation exif_orientation(std::span<const std::uint8_t> exif) {
  const int value = exif_number(exif, EXIF_TAG_ORIENTATION).value_or(0);
  return value >= 1 && value <= 8 ? static_cast<Orientation>(value) : Orientation::kUpright;
}

std::optional<std::uint16_t> exif_number(std::span<const std::uint8_t> exif, std::uint16_t tag) {
  const std::vector<std::uint8_t> directory = first_directory(without_prefix(exif));
  if (directory.empty()) return std::nullopt;
  const std::unique_ptr<ExifData, void (*)(ExifData*)> data(exif_data_new(), exif_data_unref);
  if (!data) return std::nullopt;
  // libexif would otherwise add and remove entries until the data are as the standard wants them.
  exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_load_data(data.get(), directory.data(), static_cast<unsigned>(directory.size()));
  const ExifEntry* const entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], static_cast<ExifTag>(tag));
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->components != 1 || entry->size < 2) {
    return std::nullopt;
  }
  return exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
}

}  // namespace mtcnn::media
