#pragma once

#include "media/picture.h"

extern "C" {
#include <libavutil/frame.h>
}

namespace mtcnn::media {

/// The frame's pixels in one of the layouts of a picture, all but the alpha of some. Those that are in one already are
/// not copied but taken out of `memory`, which the frame lies in, where there is such. Throws Error (kUnsupported)
/// where FFmpeg cannot convert them.
Picture picture_of(const AVFrame& frame, ZeroedBytes* memory);

}  // namespace mtcnn::media
