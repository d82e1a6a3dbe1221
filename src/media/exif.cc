#include "media/exif.h"

#include <libexif/exif-data.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

namespace mtcnn::media {

Orientation exif_orientation(std::span<const std::uint8_t> exif) {
  constexpr std::string_view kPrefix{"Exif\0\0", 6};
  // Larger than any that a camera writes; JPEG, the usual carrier, cannot hold more in one piece.
  constexpr std::size_t kMaxBytes = 1 << 16;
  std::vector<std::uint8_t> prefixed(kPrefix.begin(), kPrefix.end());
  const bool has_prefix = exif.size() >= kPrefix.size() && std::equal(kPrefix.begin(), kPrefix.end(), exif.begin());
  const auto tiff = exif.subspan(has_prefix ? kPrefix.size() : 0);
  prefixed.insert(prefixed.end(), tiff.begin(),
                  tiff.begin() + static_cast<std::ptrdiff_t>(std::min(tiff.size(), kMaxBytes)));

  const std::unique_ptr<ExifData, void (*)(ExifData*)> data(
      exif_data_new_from_data(prefixed.data(), static_cast<unsigned>(prefixed.size())), exif_data_unref);
  if (!data) return Orientation::kUpright;
  const ExifEntry* const entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->components < 1 || entry->size < 2) {
    return Orientation::kUpright;
  }
  const ExifShort value = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
  return value >= 1 && value <= 8 ? static_cast<Orientation>(value) : Orientation::kUpright;
}

}  // namespace mtcnn::media
