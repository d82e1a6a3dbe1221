#pragma once

#include <vector>

#include "media/sample_pictures.h"

// Small files that would cost much if a decoder believed them.

namespace mtcnn::test {

/// Those that claim to be larger than is allowed: 65535x65535, 30000x30000, a million on a side.
std::vector<EncodedPicture> bombs_of_size();

/// Those that hide what they cost elsewhere: in texts and profiles that are compressed, in scans, chunks, boxes and
/// directories without number, in canvases and coefficients around next to nothing.
std::vector<EncodedPicture> hidden_bombs();

}  // namespace mtcnn::test
