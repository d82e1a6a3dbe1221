#pragma once

#include <optional>

#include "media/headers/byte_reader.h"
#include "media/headers/picture_header.h"

namespace mtcnn::media {

// One reader of headers a family of formats, for `picture_size`.

std::optional<PictureSize> size_of_jpeg(const ByteReader& file);  ///< also JPEG-LS
std::optional<PictureSize> size_of_webp(const ByteReader& file);
std::optional<PictureSize> size_of_heif(const ByteReader& file);

/// Throws Error (kLimit) where pictures of a HEIF file are derived from each other in a circle or without end, which
/// its decoder would follow: `references` is what the file's box `iref` holds.
void check_heif_references(const ByteReader& references);

std::optional<PictureSize> size_of_tiff(const ByteReader& file);
std::optional<PictureSize> size_of_jpeg2000(const ByteReader& file);
std::optional<PictureSize> size_of_jpegxl(const ByteReader& file);
std::optional<PictureSize> size_of_netpbm(const ByteReader& file);  ///< PBM, PGM, PPM, PFM
std::optional<PictureSize> size_of_pam(const ByteReader& file);
std::optional<PictureSize> size_of_xbm(const ByteReader& file);
std::optional<PictureSize> size_of_xpm(const ByteReader& file);

/// Both numbers, where both are there.
inline std::optional<PictureSize> size_from(std::optional<std::uint32_t> width, std::optional<std::uint32_t> height) {
  if (!width || !height) return std::nullopt;
  return PictureSize{*width, *height};
}

/// Whatever the numbers are.
inline double pixels_of(const PictureSize& size) {
  return static_cast<double>(size.width) * static_cast<double>(size.height);
}

/// The one with more pixels.
inline std::optional<PictureSize> larger(std::optional<PictureSize> a, std::optional<PictureSize> b) {
  if (!a || !b) return a ? a : b;
  return pixels_of(*a) >= pixels_of(*b) ? a : b;
}

}  // namespace mtcnn::media
