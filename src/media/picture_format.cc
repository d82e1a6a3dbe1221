#include "media/picture_format.h"

#include <algorithm>
#include <string_view>

namespace mtcnn::media {
namespace {

bool holds(std::span<const std::uint8_t> encoded, std::size_t offset, std::string_view bytes) {
  return encoded.size() >= offset + bytes.size() &&
         std::equal(bytes.begin(), bytes.end(), encoded.begin() + static_cast<std::ptrdiff_t>(offset),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

/// An ISO base media file whose brand says that it is a still picture or a collection of them.
bool is_heif(std::span<const std::uint8_t> encoded) {
  constexpr std::size_t kBrandOffset = 8;
  constexpr std::string_view kBrands[] = {"heic", "heix", "heim", "heis", "hevc",
                                          "hevx", "mif1", "msf1", "avif", "avis"};
  return holds(encoded, 4, "ftyp") && std::any_of(std::begin(kBrands), std::end(kBrands), [&](std::string_view brand) {
           return holds(encoded, kBrandOffset, brand);
         });
}

}  // namespace

PictureFormat picture_format(std::span<const std::uint8_t> encoded) {
  if (holds(encoded, 0, "\xFF\xD8\xFF")) return PictureFormat::kJpeg;
  if (holds(encoded, 0, "\x89PNG\r\n\x1A\n")) return PictureFormat::kPng;
  if (holds(encoded, 0, "RIFF") && holds(encoded, 8, "WEBP")) return PictureFormat::kWebp;
  if (is_heif(encoded)) return PictureFormat::kHeif;
  return PictureFormat::kOther;
}

}  // namespace mtcnn::media
