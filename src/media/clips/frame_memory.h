#pragma once

struct AVCodecContext;
struct AVFrame;

namespace mtcnn::media {

/// Where the decoder of a clip puts its frames, if not into memory of its own. Called by any of the decoder's threads.
class FrameMemory {
 public:
  virtual ~FrameMemory() = default;

  /// As `AVCodecContext::get_buffer2`; returns an error number of FFmpeg.
  virtual int allocate(AVCodecContext* codec, AVFrame* frame, int flags) = 0;
};

}  // namespace mtcnn::media
