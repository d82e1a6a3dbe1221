#include "backends/native/plane_sampler.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backends/native/plane_sampler.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#if HWY_NATIVE_FMA
#include "backends/native/sampler-inl.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

inline void sample_planes(const ImageView& view, const Region& region, const Sampling& sampling,
                          const SampledRows& output, Scratch& scratch, float* planes) {
  scratch.clear();
  const int width = output.width;
  const auto count = static_cast<int>(rounded_up(width, kLanes));
  auto* const columns = scratch.take<std::int32_t>(count);
  for (int column = 0; column < count; ++column) columns[column] = std::min(column, width - 1);
  auto* const row_planes = scratch.take<float>(std::size_t{3} * count);
  const PixelSource source(view);
  const SamplingPlan plan = plan_sampling(source, region, sampling, width, output.height, columns, count, scratch);
  RowSampler sampler(plan, scratch);
  for (int row = 0; row < output.rows; ++row) {
    sampler.sample(output.first_row + row, {row_planes, count});
    if (planes == nullptr) continue;
    for (int channel = 0; channel < 3; ++channel) {
      std::copy_n(row_planes + std::ptrdiff_t{channel} * count, width,
                  planes + (std::ptrdiff_t{channel} * output.rows + row) * width);
    }
  }
}

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA

#if HWY_ONCE
namespace mtcnn::native {

PlaneSampler plane_sampler(std::int64_t target) {
  switch (target) {
#if HWY_TARGETS & HWY_AVX3
    case HWY_AVX3:
      return N_AVX3::sample_planes;
#endif
#if HWY_TARGETS & HWY_AVX2
    case HWY_AVX2:
      return N_AVX2::sample_planes;
#endif
#if HWY_TARGETS & HWY_NEON
    case HWY_NEON:
      return N_NEON::sample_planes;
#endif
    default:
      return nullptr;
  }
}

}  // namespace mtcnn::native
#endif  // HWY_ONCE
