#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "backends/native/pixel_source.h"
#include "backends/native/scratch.h"
#include "image/sampling.h"

namespace mtcnn::native {

/// Where an output position falls between two pixels of an axis.
struct Between {
  int first = 0;
  int second = 0;
  float weight = 0;  ///< of the second
  bool inside = true;
};

/// Alignment::kHalfPixel along one axis of a region that begins at pixel `offset` and has `size` of them.
class HalfPixels {
 public:
  HalfPixels() = default;
  HalfPixels(int outputs, int offset, int size)
      : scale_(1.0 / (static_cast<double>(outputs) / size)), offset_(offset), size_(size) {}

  Between operator()(int output) const {
    const auto position = static_cast<float>((output + 0.5) * scale_ - 0.5);
    if (position < 0) return {offset_, offset_, 0};
    const auto first = static_cast<int>(position);
    if (first >= size_ - 1) return {offset_ + size_ - 1, offset_ + size_ - 1, 0};
    return {offset_ + first, offset_ + first + 1, position - static_cast<float>(first)};
  }

 private:
  double scale_ = 1;
  int offset_ = 0;
  int size_ = 0;
};

/// The pixels of an axis that an output covers whole, from `first` to before `end`.
struct Bin {
  int first = 0;
  int end = 0;
};

/// The pixels of an axis that an output covers in part, and how much of each.
struct FractionalBin {
  float begin = 0;
  float end = 0;

  int first_pixel() const { return static_cast<int>(std::floor(begin)); }
  int end_pixel(int side) const { return std::min(static_cast<int>(std::ceil(end)), side); }
  float share(int pixel) const {
    return std::min(end, static_cast<float>(pixel + 1)) - std::max(begin, static_cast<float>(pixel));
  }
};

/// Everything about the columns of a level or crop that is the same for each of its rows, and how to find the rows.
struct SamplingPlan {
  const PixelSource* source = nullptr;
  Sampling sampling;
  Region region;
  int height = 0;  ///< rows of the whole output
  int count = 0;   ///< columns of the output, in the wanted order, some of them only there to fill vectors

  // kBilinear
  PairColumns pairs = {};          ///< the two columns of the picture that each output lies between
  const float* weights = nullptr;  ///< of the right one
  HalfPixels rows = {};            ///< of Alignment::kHalfPixel
  const bool* inside = nullptr;    ///< of Border::kZero: false where the output is 0; null where all are inside

  // The means
  int first_column = 0;    ///< of the region
  int source_columns = 0;  ///< of the region

  // kWholePixelMean: columns are counted from the region's first
  const Bin* column_bins = nullptr;

  // kFractionalMean
  const std::int32_t* fraction_firsts = nullptr;  ///< the first column of the picture that an output covers
  const float* fraction_shares = nullptr;         ///< (tap, output)
  int fraction_taps = 0;
  float scale_y = 1;
  float area = 1;

  Between row_between(int row) const;
  Bin row_bin(int row) const;
  FractionalBin row_fraction(int row) const;
};

/// Plans the sampling of `region` to width x height. `columns` says which output column is wanted in each place; it has
/// `count` numbers, a multiple of the lanes of a vector. `source` and the plan's tables, which are taken from
/// `scratch`, must outlive the plan.
SamplingPlan plan_sampling(const PixelSource& source, const Region& region, const Sampling& sampling, int width,
                           int height, const std::int32_t* columns, int count, Scratch& scratch);

}  // namespace mtcnn::native
