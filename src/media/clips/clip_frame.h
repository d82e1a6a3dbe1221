#pragma once

#include <cstdint>
#include <memory>

#include "mtcnn/image_view.h"

struct AVFrame;

namespace mtcnn::media {

/// One frame of a clip, in the decoder's own planes.
struct ClipFrame {
  std::int64_t index = 0;     ///< among all frames of the clip, in the order in which they are shown
  double timestamp = 0;       ///< seconds from the start of the stream
  std::int64_t ticks = 0;     ///< the same in ticks of the stream's clock
  bool is_damaged = false;    ///< part of it could not be decoded
  bool follows_loss = false;  ///< packets before it gave no frame
  ImageView view;
  std::shared_ptr<const void> pixels;  ///< whoever owns what `view` shows
};

/// What a view of the frame's planes needs to know beyond the frame: how the clip is to be turned.
///
/// Planes of 8 bits in 4:2:0, grey and interleaved colours are viewed where they are; others (10 bits, 4:2:2, 4:4:4,
/// palettes) are converted to the nearest of these in the same size. Matrix and range are the frame's; where it does
/// not say, BT.709 from 720 lines up, else BT.601, and the limited range. Throws Error (kUnsupported, stage kDecode)
/// where there is no conversion.
ClipFrame clip_frame(std::shared_ptr<const AVFrame> frame, Orientation orientation);

/// True where frames in this pixel format of FFmpeg's are viewed where they are.
bool is_viewed_as_it_is(int format);

}  // namespace mtcnn::media
