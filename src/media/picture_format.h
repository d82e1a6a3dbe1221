#pragma once

#include <cstdint>
#include <span>

namespace mtcnn::media {

/// Which decoder reads a picture.
enum class PictureFormat : std::uint8_t {
  kJpeg,
  kPng,
  kWebp,
  kHeif,   ///< HEIC and AVIF
  kOther,  ///< anything that FFmpeg may know
};

/// Told by the first bytes alone.
PictureFormat picture_format(std::span<const std::uint8_t> encoded);

}  // namespace mtcnn::media
