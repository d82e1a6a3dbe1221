#pragma once

#include <cstdint>
#include <span>

extern "C" {
#include <libavcodec/codec_id.h>
}

namespace mtcnn::media {

/// True where the file ends before its first picture does, in the formats whose decoders do not notice by themselves.
bool ends_early(std::span<const std::uint8_t> encoded, AVCodecID codec);

}  // namespace mtcnn::media
