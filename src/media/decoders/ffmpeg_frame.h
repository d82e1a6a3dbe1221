#pragma once

#include "media/picture.h"

extern "C" {
#include <libavutil/frame.h>
}

namespace mtcnn::media {

/// The frame's pixels in one of the layouts of a picture, all but the alpha of some. Throws Error (kUnsupported) where
/// FFmpeg cannot convert them.
Picture picture_of(const AVFrame& frame);

}  // namespace mtcnn::media
