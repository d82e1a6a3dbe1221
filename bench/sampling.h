#pragma once

#include <span>

#include "backends/backend.h"
#include "backends/native/scratch.h"

namespace mtcnn::bench {

/// Samples a region of a view to width x height with the native kernels: planes of red, green and blue, (3, height,
/// width), normalised.
void sample(const ImageView& view, const Region& region, const Sampling& sampling, int width, int height,
            native::Scratch& scratch, float* planes);

}  // namespace mtcnn::bench
