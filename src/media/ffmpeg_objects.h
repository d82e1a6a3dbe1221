#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

namespace mtcnn::media {

/// Frees what FFmpeg frees through a pointer to the pointer.
template <auto kFree>
struct FreeByAddress {
  template <class Object>
  void operator()(Object* object) const {
    kFree(&object);
  }
};

struct FreeScaler {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

using CodecContext = std::unique_ptr<AVCodecContext, FreeByAddress<avcodec_free_context>>;
using Packet = std::unique_ptr<AVPacket, FreeByAddress<av_packet_free>>;
using Frame = std::unique_ptr<AVFrame, FreeByAddress<av_frame_free>>;
using InputContext = std::unique_ptr<AVFormatContext, FreeByAddress<avformat_close_input>>;
using Scaler = std::unique_ptr<SwsContext, FreeScaler>;

/// What FFmpeg says of one of its error numbers.
std::string ffmpeg_error_text(int error);

}  // namespace mtcnn::media
