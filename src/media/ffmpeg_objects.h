#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>
#include <utility>

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

/// Names and values for a call that takes options.
class Options {
 public:
  Options() = default;
  ~Options() { av_dict_free(&options_); }
  Options(Options&& other) noexcept : options_(std::exchange(other.options_, nullptr)) {}
  Options& operator=(Options&& other) noexcept {
    std::swap(options_, other.options_);
    return *this;
  }

  void set(const std::string& name, const std::string& value) {
    av_dict_set(&options_, name.c_str(), value.c_str(), 0);
  }

  /// For the call, which takes out what it uses.
  AVDictionary** address() { return &options_; }

 private:
  AVDictionary* options_ = nullptr;
};

/// What FFmpeg says of one of its error numbers.
std::string ffmpeg_error_text(int error);

}  // namespace mtcnn::media
