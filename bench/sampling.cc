#include "bench/sampling.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/sampling.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#if HWY_NATIVE_FMA
#include "backends/native/sampler-inl.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

inline void sample_planes(const ImageView& view, const Region& region, const Sampling& sampling, int width, int height,
                          Scratch& scratch, float* planes) {
  scratch.clear();
  const int count = rounded_up(width, kLanes);
  auto* const columns = scratch.take<std::int32_t>(count);
  for (int column = 0; column < count; ++column) columns[column] = std::min(column, width - 1);
  auto* const row_planes = scratch.take<float>(std::size_t{3} * count);
  const PixelSource source(view);
  const SamplingPlan plan = plan_sampling(source, region, sampling, width, height, columns, count, scratch);
  RowSampler sampler(plan, scratch);
  for (int row = 0; row < height; ++row) {
    sampler.sample(row, {row_planes, count});
    for (int channel = 0; channel < 3; ++channel) {
      std::copy_n(row_planes + std::ptrdiff_t{channel} * count, width,
                  planes + (std::ptrdiff_t{channel} * height + row) * width);
    }
  }
}

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA

#if HWY_ONCE
#include "backends/native/instruction_sets.h"

namespace mtcnn::bench {

void sample(const ImageView& view, const Region& region, const Sampling& sampling, int width, int height,
            native::Scratch& scratch, float* planes) {
  static const std::int64_t target = native::active_instruction_set().target;
  switch (target) {
#if HWY_TARGETS & HWY_AVX3
    case HWY_AVX3:
      return native::N_AVX3::sample_planes(view, region, sampling, width, height, scratch, planes);
#endif
#if HWY_TARGETS & HWY_AVX2
    case HWY_AVX2:
      return native::N_AVX2::sample_planes(view, region, sampling, width, height, scratch, planes);
#endif
#if HWY_TARGETS & HWY_NEON
    case HWY_NEON:
      return native::N_NEON::sample_planes(view, region, sampling, width, height, scratch, planes);
#endif
    default:
      return;
  }
}

Region whole(const ImageView& view) {
  return {0, 0, static_cast<double>(view.displayed_width()), static_cast<double>(view.displayed_height())};
}

}  // namespace mtcnn::bench
#endif  // HWY_ONCE
