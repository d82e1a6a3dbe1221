#pragma once

#include <cstdint>
#include <optional>
#include <span>

extern "C" {
#include <libavcodec/codec_id.h>
}

#include "media/picture_format.h"

namespace mtcnn::media {

/// The size that a picture claims in its header, in pixels as stored. Nothing is known of whether it is true.
struct PictureSize {
  std::int64_t width = 0;
  std::int64_t height = 0;
};

/// Read out of the bytes alone, before any decoder sees them: no memory is allocated, and no more than the header is
/// looked at. None where it is not at its place; the decoder then says why. Of a file with several whole pictures,
/// the one with the most pixels. Throws Error (kLimit) where a header is nested deeper or has more parts than any that
/// is meant to be read.
std::optional<PictureSize> picture_size(std::span<const std::uint8_t> encoded, PictureFormat format);

/// The same for the formats that FFmpeg decodes.
std::optional<PictureSize> picture_size(std::span<const std::uint8_t> encoded, AVCodecID codec);

/// How many pixels a byte of a file can stand for at most, where its way to compress them has such a bound, or where
/// far fewer stand in every picture that anybody takes. None where a whole picture may cost a few bytes.
std::optional<std::int64_t> most_pixels_per_byte(AVCodecID codec);

}  // namespace mtcnn::media
