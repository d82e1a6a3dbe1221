#pragma once

#include "mtcnn/detector.h"
#include "mtcnn/mtcnn.h"

namespace mtcnn {

/// What a caller's options say, whose struct may be that of a later version of the library. Throws Error (stage
/// kOptions or kWeights) where its size cannot be, where it sets what this library does not know, and where the weights
/// cannot be read.
DetectorOptions detector_options(const mtcnn_options& options);

}  // namespace mtcnn
