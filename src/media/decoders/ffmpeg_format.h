#pragma once

#include <cstdint>
#include <span>
#include <string>

extern "C" {
#include <libavcodec/codec_id.h>
}

namespace mtcnn::media {

/// What FFmpeg takes a file for.
struct FfmpegFormat {
  AVCodecID picture_codec = AV_CODEC_ID_NONE;  ///< none where it is no picture that is read
  std::string description;                     ///< what it is instead; empty where FFmpeg does not know it at all
  std::string demuxer;  ///< FFmpeg's names of it, separated by commas; empty with the description
};

/// Told by the first bytes; of a Targa file, by the last.
FfmpegFormat ffmpeg_format(std::span<const std::uint8_t> encoded);

}  // namespace mtcnn::media
