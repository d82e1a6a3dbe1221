#include "bench/sampling.h"

#include "backends/native/instruction_sets.h"
#include "backends/native/plane_sampler.h"

namespace mtcnn::bench {

void sample(const ImageView& view, const Region& region, const Sampling& sampling, int width, int height,
            native::Scratch& scratch, float* planes) {
  static const native::PlaneSampler sampler = native::plane_sampler(native::active_instruction_set().target);
  if (sampler != nullptr) sampler(view, region, sampling, {width, height, 0, height}, scratch, planes);
}

}  // namespace mtcnn::bench
