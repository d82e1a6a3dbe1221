#pragma once

#include "mtcnn/detector.h"

namespace mtcnn {

/// Throws Error (kInvalidArgument, stage kOptions) that names the first option whose value makes no sense.
void check_options(const DetectorOptions& options);

}  // namespace mtcnn
