#include "media/picture_format.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace mtcnn::media {
namespace {

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// JPEG-LS begins in the same way, and libjpeg does not read it.
bool is_jpeg(std::string_view start) {
  return start.starts_with("\xFF\xD8\xFF") && !start.starts_with("\xFF\xD8\xFF\xF7");
}

bool is_webp(std::string_view start) {
  return start.size() >= 12 && start.starts_with("RIFF") && start.substr(8, 4) == "WEBP";
}

/// An ISO base media file in which one of the brands, most often the first, is that of a still picture or of a
/// collection of them.
bool is_heif(std::string_view start) {
  constexpr std::array<std::string_view, 10> kPictureBrands = {"heic", "heix", "heim", "heis", "hevc",
                                                               "hevx", "mif1", "msf1", "avif", "avis"};
  constexpr std::size_t kSizeBytes = 4;
  constexpr std::size_t kBrandBytes = 4;
  constexpr std::size_t kBrandsOffset = 8;
  if (start.size() < kBrandsOffset || start.substr(kSizeBytes, 4) != "ftyp") return false;

  std::size_t box_bytes = 0;
  for (std::size_t byte = 0; byte < kSizeBytes; ++byte)
    box_bytes = box_bytes << 8 | static_cast<std::uint8_t>(start[byte]);
  start = start.substr(0, box_bytes);
  for (std::size_t offset = kBrandsOffset; offset + kBrandBytes <= start.size(); offset += kBrandBytes) {
    if (std::ranges::find(kPictureBrands, start.substr(offset, kBrandBytes)) != kPictureBrands.end()) return true;
  }
  return false;
}

}  // namespace

PictureFormat picture_format(std::span<const std::uint8_t> encoded) {
  const std::string_view start = text_of(encoded);
  if (is_jpeg(start)) return PictureFormat::kJpeg;
  if (start.starts_with("\x89PNG\r\n\x1A\n")) return PictureFormat::kPng;
  if (is_webp(start)) return PictureFormat::kWebp;
  if (is_heif(start)) return PictureFormat::kHeif;
  return PictureFormat::kOther;
}

}  // namespace mtcnn::media
