// What RNet and ONet have in common: their crops, and convolutions that are pooled row by row.

#if defined(MTCNN_NATIVE_CROP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MTCNN_NATIVE_CROP_INL_H_
#undef MTCNN_NATIVE_CROP_INL_H_
#else
#define MTCNN_NATIVE_CROP_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "backends/backend.h"
#include "backends/native/layer-inl.h"
#include "backends/native/sampler-inl.h"
#include "backends/native/sampling_plan.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

/// Floats of a row of one colour of a crop.
template <int kSide>
inline constexpr int kCropStep = rounded_up(kSide, kLanes);

template <int kSide>
inline constexpr int kCropRowStep = 3 * kCropStep<kSide>;

/// Samples a roi to (row, colour, column).
template <int kSide>
void sample_crop(const Roi& roi, Scratch& scratch, float* crop) {
  auto* const columns = scratch.take<std::int32_t>(kCropStep<kSide>);
  for (int column = 0; column < kCropStep<kSide>; ++column) columns[column] = std::min(column, kSide - 1);
  const PixelSource source(*roi.view);
  const SamplingPlan plan =
      plan_sampling(source, roi.region, roi.sampling, kSide, kSide, columns, kCropStep<kSide>, scratch);
  RowSampler sampler(plan, scratch);
  for (int row = 0; row < kSide; ++row) {
    sampler.sample(row, {crop + static_cast<std::ptrdiff_t>(row) * kCropRowStep<kSide>, kCropStep<kSide>});
  }
}

/// Positions along a side of a map after pooling with a step of 2; a last window that is cut off counts too.
constexpr int pooled_side(int side, int window) { return (side - window + 1) / 2 + 1; }

/// The maxima of one row of windows of kWindow x kWindow, every two of kColumns columns. `rows` are the `row_count`
/// rows of (column, channel) under them, kChannels of these; in the output, columns are `output_step` floats apart.
template <int kChannels, int kColumns, int kWindow>
HWY_INLINE void pool_row(const float* const (&rows)[kWindow], int row_count, float* output, int output_step) {
  const FloatTag d;
  for (int channel = 0; channel < kChannels; channel += kLanes) {
    const auto largest_of_column = [&](int column) HWY_ATTR {
      const std::ptrdiff_t offset = static_cast<std::ptrdiff_t>(column) * kChannels + channel;
      Floats largest = hn::Load(d, rows[0] + offset);
      for (int row = 1; row < row_count; ++row) largest = hn::Max(hn::Load(d, rows[row] + offset), largest);
      return largest;
    };
    // The last column of a window of three is the first of the next.
    Floats first = largest_of_column(0);
    for (int window = 0; window < pooled_side(kColumns, kWindow); ++window) {
      const int column = 2 * window;
      Floats largest = first;
      if (column + 1 < kColumns) largest = hn::Max(largest_of_column(column + 1), largest);
      if (column + 2 < kColumns) {
        first = largest_of_column(column + 2);
        if constexpr (kWindow == 3) largest = hn::Max(first, largest);
      }
      hn::Store(largest, d, output + static_cast<std::ptrdiff_t>(window) * output_step + channel);
    }
  }
}

/// A layer with its PReLU over a map that gives kSide x kSide positions, and the pool behind it. One block of outputs
/// after the other, so that the weights of each stay in the L1 cache. `ring` has room for kWindow rows of a block.
template <class Shape, int kSide, int kWindow>
void convolve_and_pool(const float* input, std::ptrdiff_t input_row_step, const PackedLayer& layer, float* ring,
                       float* output) {
  constexpr int kPooled = pooled_side(kSide, kWindow);
  constexpr int kWidth = Shape::kBlockWidth;
  const auto ring_row = [&](int row) { return ring + static_cast<std::ptrdiff_t>(row % kWindow) * kSide * kWidth; };
  for (int block = 0; block < Shape::kBlocks; ++block) {
    int computed = 0;
    for (int pooled = 0; pooled < kPooled; ++pooled) {
      const int first = 2 * pooled;
      const int end = std::min(first + kWindow, kSide);
      for (; computed < end; ++computed) {
        const float* rows[Shape::kSide];
        for (int row = 0; row < Shape::kSide; ++row) rows[row] = input + (computed + row) * input_row_step;
        convolve_block<Shape, kSide>(rows, layer, block, {ring_row(computed), kWidth});
      }
      const float* rows[kWindow];
      for (int row = 0; row < kWindow; ++row) rows[row] = ring_row(first + row);
      pool_row<kWidth, kSide, kWindow>(
          rows, end - first,
          output + static_cast<std::ptrdiff_t>(pooled) * kPooled * kOutputStep<Shape> + block * kWidth,
          kOutputStep<Shape>);
    }
  }
}

/// A layer over a small map of each of several rois: lanes are outputs, positions are rois. The maps are
/// kInputSide x kInputSide windows' worth of positions, (row, column, channel), one behind the other.
template <class Shape, int kInputSide>
void convolve_maps(const float* maps, int count, const PackedLayer& layer, float* output) {
  constexpr int kOutputSide = kInputSide - Shape::kSide + 1;
  constexpr int kMapStep = kInputSide * kInputSide * Shape::kColumnStep;
  constexpr int kOutputMapStep = kOutputSide * kOutputSide * kOutputStep<Shape>;
  for (int row = 0; row < kOutputSide; ++row) {
    for (int column = 0; column < kOutputSide; ++column) {
      const float* rows[Shape::kSide];
      for (int window_row = 0; window_row < Shape::kSide; ++window_row) {
        rows[window_row] = maps + ((row + window_row) * kInputSide + column) * std::ptrdiff_t{Shape::kColumnStep};
      }
      convolve<Shape, kMapStep>(
          rows, layer, {output + (row * kOutputSide + column) * std::ptrdiff_t{kOutputStep<Shape>}, kOutputMapStep},
          count);
    }
  }
}

/// A dense layer over the features of several rois.
template <class Shape, bool kActivated = true>
void connect(const float* features, int count, const PackedLayer& layer, float* output) {
  convolve<Shape, Shape::kInputs, kActivated>({features}, layer, {output, kOutputStep<Shape>}, count);
}

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
