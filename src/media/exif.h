#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "mtcnn/image_view.h"

namespace mtcnn::media {

/// The orientation that EXIF data ask for: a TIFF structure, with or without "Exif\0\0" before it, or a TIFF file.
/// Upright where they do not say, or say it in a way that cannot be read.
Orientation exif_orientation(std::span<const std::uint8_t> exif);

/// The 16-bit number that the first directory of such data holds for a tag; none where it does not hold just one.
std::optional<std::uint16_t> exif_number(std::span<const std::uint8_t> exif, std::uint16_t tag);

}  // namespace mtcnn::media
