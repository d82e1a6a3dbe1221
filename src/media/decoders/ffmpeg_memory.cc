#include "media/decoders/ffmpeg_memory.h"

extern "C" {
#include <libavutil/imgutils.h>
}

#include <algorithm>
#include <cstring>
#include <new>

namespace mtcnn::media {
namespace {

void let_go(void* owner, std::uint8_t* /*data*/) {
  const std::unique_ptr<std::shared_ptr<ZeroedBytes>> last(static_cast<std::shared_ptr<ZeroedBytes>*>(owner));
}

}  // namespace

int PictureMemory::allocate(AVCodecContext* codec, AVFrame* frame, int flags) {
  if ((codec->codec->capabilities & AV_CODEC_CAP_DR1) != 0) return allocate_lazily(codec, frame);
  // A decoder that takes no memory but FFmpeg's own.
  const int error = avcodec_default_get_buffer2(codec, frame, flags);
  if (error < 0) return error;
  for (const AVBufferRef* const buffer : frame->buf) {
    if (buffer != nullptr) std::memset(buffer->data, 0, buffer->size);
  }
  return 0;
}

int PictureMemory::allocate_lazily(AVCodecContext* codec, AVFrame* frame) try {
  // Decoders write in steps of so many bytes, beyond the end of a row if need be.
  constexpr int kAlignment = 64;
  constexpr std::size_t kPadding = 64;
  int width = std::max(frame->width, codec->coded_width);
  int height = std::max(frame->height, codec->coded_height);
  int alignments[AV_NUM_DATA_POINTERS] = {};
  avcodec_align_dimensions2(codec, &width, &height, alignments);
  const auto format = static_cast<AVPixelFormat>(frame->format);
  const int bytes = av_image_get_buffer_size(format, width, height, kAlignment);
  if (bytes < 0) return bytes;

  last_ = std::make_shared<ZeroedBytes>();
  last_->resize(static_cast<std::size_t>(bytes) + kPadding);
  const int filled =
      av_image_fill_arrays(frame->data, frame->linesize, last_->data(), format, width, height, kAlignment);
  if (filled < 0) return filled;
  auto owner = std::make_unique<std::shared_ptr<ZeroedBytes>>(last_);
  frame->buf[0] = av_buffer_create(last_->data(), last_->size(), let_go, owner.get(), 0);
  if (frame->buf[0] == nullptr) return AVERROR(ENOMEM);
  static_cast<void>(owner.release());  // the buffer's now
  frame->extended_data = frame->data;
  return 0;
} catch (const std::bad_alloc&) {
  return AVERROR(ENOMEM);
}

ZeroedBytes* PictureMemory::of(const AVFrame& frame) const {
  return last_ && frame.data[0] == last_->data() && frame.linesize[0] > 0 ? last_.get() : nullptr;
}

}  // namespace mtcnn::media
