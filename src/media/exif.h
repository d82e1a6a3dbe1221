#pragma once

#include <cstdint>
#include <span>

#include "mtcnn/image_view.h"

namespace mtcnn::media {

/// The orientation that EXIF data ask for: a TIFF header and what follows, with or without "Exif\0\0" before it.
/// Upright where they do not say, or say it in a way that cannot be read.
Orientation exif_orientation(std::span<const std::uint8_t> exif);

}  // namespace mtcnn::media
