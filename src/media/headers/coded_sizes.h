#pragma once

#include <optional>

#include "media/headers/byte_reader.h"
#include "media/headers/picture_header.h"

namespace mtcnn::media {

// The sizes that a decoder of AV1 or HEVC goes by, whatever the container around the coded picture says.

/// Of AV1's units, one behind the other: the largest size that a sequence header allows.
std::optional<PictureSize> size_of_av1(const ByteReader& units);

/// Of HEVC's units, each behind its length in so many bytes: the largest that a sequence parameter set says.
std::optional<PictureSize> size_of_hevc(const ByteReader& units, int length_bytes);

}  // namespace mtcnn::media
