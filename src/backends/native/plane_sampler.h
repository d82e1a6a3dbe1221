#pragma once

#include <cstdint>

#include "backends/native/scratch.h"
#include "image/sampling.h"
#include "mtcnn/image_view.h"

namespace mtcnn::native {

/// Rows first_row to first_row + rows - 1 of a picture's region, sampled to width x height.
struct SampledRows {
  int width = 0;
  int height = 0;
  int first_row = 0;
  int rows = 0;
};

/// Samples a region of a picture into three planes, red, green and blue, of (rows, width), normalised. `scratch` is
/// cleared. Where `planes` is null the rows are not kept, as the native backend does not keep them: for measuring.
using PlaneSampler = void (*)(const ImageView& view, const Region& region, const Sampling& sampling,
                              const SampledRows& output, Scratch& scratch, float* planes);

/// The native backend's kernels on an instruction set, for backends that take whole maps; null where there are none.
PlaneSampler plane_sampler(std::int64_t target);

}  // namespace mtcnn::native
