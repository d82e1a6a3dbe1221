#include "backends/native/sampling_plan.h"

namespace mtcnn::native {
namespace {

/// Alignment::kCorners along one axis of a picture that has `side` pixels.
class Corners {
 public:
  Corners(int outputs, double edge1, double edge2, int side) : last_(static_cast<float>(side - 1)) {
    const auto start = static_cast<float>(edge1 / side);
    const auto end = static_cast<float>(edge2 / side);
    step_ = (end - start) * last_ / static_cast<float>(outputs - 1);
    start_ = start * last_;
  }

  Between operator()(int output) const {
    const float position = start_ + static_cast<float>(output) * step_;
    if (!(position >= 0 && position <= last_)) return {.inside = false};
    const float first = std::floor(position);
    return {static_cast<int>(first), static_cast<int>(std::ceil(position)), position - first};
  }

 private:
  float last_;
  float start_ = 0;
  float step_ = 0;
};

Bin whole_pixel_bin(int output, int outputs, int size) {
  const std::int64_t first = std::int64_t{output} * size / outputs;
  const std::int64_t end = (std::int64_t{output + 1} * size + outputs - 1) / outputs;
  return {static_cast<int>(first), static_cast<int>(end)};
}

FractionalBin fractional_bin(int output, float scale) {
  return {static_cast<float>(output) * scale, static_cast<float>(output + 1) * scale};
}

template <class Axis>
void plan_bilinear(SamplingPlan& plan, const Axis& axis, const std::int32_t* columns, Scratch& scratch) {
  auto* const firsts = scratch.take<std::int32_t>(plan.count);
  auto* const weights = scratch.take<float>(plan.count);
  bool all_inside = true;
  for (int index = 0; index < plan.count; ++index) {
    // Where both pixels are one, the right one counts for nothing.
    const Between x = axis(columns[index]);
    firsts[index] = x.first;
    weights[index] = x.weight;
    all_inside = all_inside && x.inside;
  }
  const auto [leftmost, rightmost] = std::minmax_element(firsts, firsts + plan.count);
  plan.pairs = {firsts, plan.count, *leftmost, *rightmost};
  plan.weights = weights;
  if (all_inside) return;
  auto* const inside = scratch.take<bool>(plan.count);
  for (int index = 0; index < plan.count; ++index) inside[index] = axis(columns[index]).inside;
  plan.inside = inside;
}

void plan_whole_pixel_means(SamplingPlan& plan, int width, const std::int32_t* columns, Scratch& scratch) {
  const auto left = static_cast<int>(plan.region.x1);
  const int size = static_cast<int>(plan.region.x2) - left;
  plan.first_column = left;
  plan.source_columns = size;
  auto* const bins = scratch.take<Bin>(plan.count);
  for (int index = 0; index < plan.count; ++index) bins[index] = whole_pixel_bin(columns[index], width, size);
  plan.column_bins = bins;
}

/// Of whole pictures alone: the mean over fractional pixels is no crop's filter.
void plan_fractional_means(SamplingPlan& plan, int width, const std::int32_t* columns, Scratch& scratch) {
  const int side = plan.source->width();
  const float scale_x = static_cast<float>(side) / static_cast<float>(width);
  plan.scale_y = static_cast<float>(plan.source->height()) / static_cast<float>(plan.height);
  plan.area = scale_x * plan.scale_y;
  plan.source_columns = side;

  const int count = plan.count;
  auto* const firsts = scratch.take<std::int32_t>(count);
  for (int index = 0; index < count; ++index) {
    const FractionalBin bin = fractional_bin(columns[index], scale_x);
    firsts[index] = bin.first_pixel();
    plan.fraction_taps = std::max(plan.fraction_taps, bin.end_pixel(side) - bin.first_pixel());
  }
  auto* const shares = scratch.take<float>(static_cast<std::size_t>(plan.fraction_taps) * count);
  for (int index = 0; index < count; ++index) {
    const FractionalBin bin = fractional_bin(columns[index], scale_x);
    for (int tap = 0; tap < plan.fraction_taps; ++tap) {
      const int pixel = firsts[index] + tap;
      shares[tap * count + index] = pixel < bin.end_pixel(side) ? bin.share(pixel) : 0.0F;
    }
  }
  plan.fraction_firsts = firsts;
  plan.fraction_shares = shares;
}

}  // namespace

Between SamplingPlan::row_between(int row) const {
  if (sampling.alignment == Alignment::kCorners) return Corners(height, region.y1, region.y2, source->height())(row);
  return rows(row);
}

Bin SamplingPlan::row_bin(int row) const {
  const auto top = static_cast<int>(region.y1);
  const Bin bin = whole_pixel_bin(row, height, static_cast<int>(region.y2) - top);
  return {top + bin.first, top + bin.end};
}

FractionalBin SamplingPlan::row_fraction(int row) const { return fractional_bin(row, scale_y); }

SamplingPlan plan_sampling(const PixelSource& source, const Region& region, const Sampling& sampling, int width,
                           int height, const std::int32_t* columns, int count, Scratch& scratch) {
  SamplingPlan plan{.source = &source, .sampling = sampling, .region = region, .height = height, .count = count};
  switch (sampling.filter) {
    case Filter::kBilinear:
      if (sampling.alignment == Alignment::kCorners) {
        plan_bilinear(plan, Corners(width, region.x1, region.x2, source.width()), columns, scratch);
      } else {
        plan.rows = HalfPixels(height, static_cast<int>(region.y1), static_cast<int>(region.y2 - region.y1));
        plan_bilinear(plan, HalfPixels(width, static_cast<int>(region.x1), static_cast<int>(region.x2 - region.x1)),
                      columns, scratch);
      }
      break;
    case Filter::kWholePixelMean:
      plan_whole_pixel_means(plan, width, columns, scratch);
      break;
    case Filter::kFractionalMean:
      plan_fractional_means(plan, width, columns, scratch);
      break;
  }
  return plan;
}

}  // namespace mtcnn::native
