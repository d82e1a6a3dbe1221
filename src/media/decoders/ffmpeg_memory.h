#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
}

#include <memory>

#include "media/zeroed_bytes.h"

namespace mtcnn::media {

/// Memory for a decoder's picture: what the decoder leaves out of it is black.
class PictureMemory {
 public:
  /// For `AVCodecContext::get_buffer2`; returns an error number of FFmpeg.
  int allocate(AVCodecContext* codec, AVFrame* frame, int flags);

  /// The memory of a frame whose first row lies at its start; none where it came from elsewhere.
  ZeroedBytes* of(const AVFrame& frame) const;

 private:
  int allocate_lazily(AVCodecContext* codec, AVFrame* frame);

  std::shared_ptr<ZeroedBytes> last_;
};

}  // namespace mtcnn::media
