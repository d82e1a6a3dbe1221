#pragma once

#include "media/picture.h"

namespace mtcnn::media {

/// Takes from this process, for good, what decoding does not need: new files, sockets, programs and processes, memory
/// far beyond what pictures within the limits take. It may then use the files that it has, memory and threads; what is
/// forbidden ends it, but for questions to the system that libraries ask and can do without, which are refused.
///
/// Throws Error (kUnsupported, stage kOptions) where the system has no such thing.
void confine(const PictureLimits& limits);

}  // namespace mtcnn::media
