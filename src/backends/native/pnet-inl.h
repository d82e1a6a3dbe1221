// PNet over a band of a level, row by row through the cache: no map is ever whole in memory.
//
//   pixels   ring of 4 rows, (channel, parity, column / 2): even and odd columns apart
//   conv1    and PReLU and pool: ring of 3 rows, (channel, column). Lanes are pooled columns, because 10 channels fill
//            no vector. With the columns parted, the four inputs of a pooling window are four sums of the same lanes,
//            and the pool is three maxima of registers: no shuffle anywhere
//   conv2    ring of 3 rows, (column, channel). Lanes are channels; the broadcasts read conv1's planes as they are
//   conv3    one row, (column, channel)
//   logits   lanes are columns again, through a transposition in registers; only cells that pass get their regression

#if defined(MTCNN_NATIVE_PNET_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MTCNN_NATIVE_PNET_INL_H_
#undef MTCNN_NATIVE_PNET_INL_H_
#else
#define MTCNN_NATIVE_PNET_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "backends/native/layer-inl.h"
#include "backends/native/layer_source.h"
#include "backends/native/networks.h"
#include "backends/native/sampler-inl.h"
#include "backends/native/sampling_plan.h"
#include "backends/native/transpose-inl.h"
#include "backends/strongest_cells.h"
#include "model/architecture.h"
#include "model/score.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

class PNet {
 public:
  explicit PNet(const NetworkWeights& weights)
      : conv1_(pack_layer(convolution(weights, "pnet", 1, 3, 3), kConv1Channels)),
        conv2_(pack_layer(convolution(weights, "pnet", 2, 3, Conv2::kInputs), Conv2::kBlockWidth)),
        conv3_(pack_layer(convolution(weights, "pnet", 3, 3, Conv3::kInputs), Conv3::kBlockWidth)),
        logits_(pack_layer(heads(weights, {"pnet.conv4_1"}, kFeatures), 2)),
        regression_(pack_layer(heads(weights, {"pnet.conv4_2"}, kFeatures), 4)) {}

  void propose(const Level& level, const Band& band, const CellRule& rule, Scratch& scratch,
               std::vector<Cell>& cells) const {
    Stream(*this, level, band, rule, scratch).run(cells);
  }

 private:
  static constexpr int kColours = 3;
  static constexpr int kConv1Outputs = 10;
  static constexpr int kFeatures = 32;
  using Conv2 = LayerShape<3, kConv1Outputs, 16, 1, 0>;
  using Conv3 = LayerShape<3, 16, kFeatures, kOutputStep<Conv2>, 1>;

  /// Channels of conv1 that are computed at once, with four sums each: rows and parities of a pooling window.
  static constexpr int kConv1Channels = HWY_TARGET == HWY_AVX2 ? 2 : 5;

  /// One band on its way through the layers.
  class Stream {
   public:
    Stream(const PNet& net, const Level& level, const Band& band, const CellRule& rule, Scratch& scratch)
        : net_(net),
          level_(level),
          band_(band),
          rule_(rule),
          highest_difference_(highest_difference(rule.threshold)),
          scratch_(scratch),
          cell_columns_(cells_along(level.width)),
          pooled_columns_(cell_columns_ + 4),
          pixel_step_(rounded_up(pooled_columns_ + 1, kLanes)),
          pooled_step_(rounded_up(pooled_columns_, kLanes)),
          source_(*level.view) {}

    void run(std::vector<Cell>& cells) {
      const std::size_t parity_rows = std::size_t{2} * kColours * pixel_step_;
      // A vector at the next column may reach beyond the end of a plane.
      pixels_ = scratch_.take<float>(kPixelRows * parity_rows + kLanes);
      pooled_ = scratch_.take<float>(std::size_t{3} * kConv1Outputs * pooled_step_);
      conv2_ = scratch_.take<float>(std::size_t{3} * conv2_columns() * kOutputStep<Conv2>);
      features_ = scratch_.take<float>(static_cast<std::size_t>(rounded_up(cell_columns_, kLanes)) * kFeatures);
      const SamplingPlan plan = plan_pixels();
      RowSampler sampler(plan, scratch_);

      int sampled = 2 * band_.first_row;
      for (int row = 0; row < band_.rows + 4; ++row) {
        const int first_pixel_row = 2 * (band_.first_row + row);
        const int end = std::min(first_pixel_row + 4, level_.height);
        for (; sampled < end; ++sampled) sampler.sample(sampled, {pixel_row(sampled), 2 * pixel_step_});
        compute_pooled_row(row, first_pixel_row);
        if (row < 2) continue;
        compute_conv2_row(row - 2);
        if (row < 4) continue;
        compute_features(row - 4);
        find_cells(band_.first_row + row - 4, cells);
        if (cells.size() / 2 > rule_.most) keep_strongest(cells, rule_.most);
      }
    }

   private:
    static constexpr int kPixelRows = 4;

    int conv2_columns() const { return cell_columns_ + 2; }

    float* pixel_row(int y) const {
      return pixels_ + static_cast<std::ptrdiff_t>(y % kPixelRows) * 2 * kColours * pixel_step_;
    }
    float* pooled_row(int row) const {
      return pooled_ + static_cast<std::ptrdiff_t>(row % 3) * kConv1Outputs * pooled_step_;
    }
    float* conv2_row(int row) const {
      return conv2_ + static_cast<std::ptrdiff_t>(row % 3) * conv2_columns() * kOutputStep<Conv2>;
    }

    /// The even columns of the level, then the odd ones.
    SamplingPlan plan_pixels() {
      auto* const columns = scratch_.take<std::int32_t>(std::size_t{2} * pixel_step_);
      for (int index = 0; index < pixel_step_; ++index) {
        columns[index] = std::min(2 * index, level_.width - 1);
        columns[pixel_step_ + index] = std::min(2 * index + 1, level_.width - 1);
      }
      const Region whole = whole_picture(source_.width(), source_.height());
      return plan_sampling(source_, whole, level_.sampling, level_.width, level_.height, columns, 2 * pixel_step_,
                           scratch_);
    }

    /// conv1, PReLU and pool; the last window of an odd level is cut off in both directions.
    void compute_pooled_row(int row, int first_pixel_row) const {
      const float* rows[kPixelRows];
      for (int window_row = 0; window_row < kPixelRows; ++window_row) {
        rows[window_row] = pixel_row(std::min(first_pixel_row + window_row, level_.height - 1));
      }
      const bool has_second_row = first_pixel_row + kPixelRows <= level_.height;
      const int whole_windows = (level_.width - 2) / 2;
      float* const output = pooled_row(row);
      for (int block = 0; block < kConv1Outputs / kConv1Channels; ++block) {
        for (int column = 0; column < pooled_columns_; column += kLanes) {
          compute_pooled_block(rows, column, block, whole_windows, has_second_row,
                               output + static_cast<std::ptrdiff_t>(block) * kConv1Channels * pooled_step_ + column);
        }
      }
    }

    HWY_NOINLINE void compute_pooled_block(const float* const (&rows)[kPixelRows], int column, int block,
                                           int whole_windows, bool has_second_row, float* output) const {
      const FloatTag d;
      const PackedLayer& layer = net_.conv1_;
      const float* HWY_RESTRICT weights = layer.block_weights(block);
      Floats sums[kConv1Channels][2][2];  // (channel, row, parity of the column)
      HWY_UNROLL(5)
      for (int channel = 0; channel < kConv1Channels; ++channel) {
        const Floats bias = hn::Set(d, layer.biases[block * kConv1Channels + channel]);
        sums[channel][0][0] = sums[channel][0][1] = sums[channel][1][0] = sums[channel][1][1] = bias;
      }
      // Where the columns 0 to 3 under a window of two outputs lie, by parity.
      const std::ptrdiff_t places[4] = {column, pixel_step_ + column, column + 1, pixel_step_ + column + 1};
      // Unrolled any further, the compiler would keep pixels for the next tap, and the sums on the stack.
#pragma GCC unroll 1
      for (int window_row = 0; window_row < 3; ++window_row) {
#pragma GCC unroll 1
        for (int window_column = 0; window_column < 3; ++window_column) {
          const float* HWY_RESTRICT upper_even = rows[window_row] + places[window_column];
          const float* HWY_RESTRICT upper_odd = rows[window_row] + places[window_column + 1];
          const float* HWY_RESTRICT lower_even = rows[window_row + 1] + places[window_column];
          const float* HWY_RESTRICT lower_odd = rows[window_row + 1] + places[window_column + 1];
#pragma GCC unroll 3
          for (int colour = 0; colour < kColours; ++colour, weights += kConv1Channels) {
            const std::ptrdiff_t plane = std::ptrdiff_t{2} * colour * pixel_step_;
            const Floats in00 = hn::LoadU(d, upper_even + plane);
            const Floats in01 = hn::LoadU(d, upper_odd + plane);
            const Floats in10 = hn::LoadU(d, lower_even + plane);
            const Floats in11 = hn::LoadU(d, lower_odd + plane);
            HWY_UNROLL(5)
            for (int channel = 0; channel < kConv1Channels; ++channel) {
              const Floats weight = hn::Set(d, weights[channel]);
              sums[channel][0][0] = hn::MulAdd(in00, weight, sums[channel][0][0]);
              sums[channel][0][1] = hn::MulAdd(in01, weight, sums[channel][0][1]);
              sums[channel][1][0] = hn::MulAdd(in10, weight, sums[channel][1][0]);
              sums[channel][1][1] = hn::MulAdd(in11, weight, sums[channel][1][1]);
            }
          }
        }
      }
      const auto has_odd_column = hn::FirstN(d, static_cast<std::size_t>(std::max(whole_windows - column, 0)));
      HWY_UNROLL(5)
      for (int channel = 0; channel < kConv1Channels; ++channel) {
        const Floats slope = hn::Set(d, layer.slopes[block * kConv1Channels + channel]);
        const auto larger = [&](const Floats(&row)[2]) HWY_ATTR {
          const Floats even = prelu(row[0], slope);
          const Floats odd = prelu(row[1], slope);
          return hn::IfThenElse(has_odd_column, hn::Max(odd, even), even);
        };
        Floats largest = larger(sums[channel][0]);
        if (has_second_row) largest = hn::Max(larger(sums[channel][1]), largest);
        hn::Store(largest, d, output + channel * pooled_step_);
      }
    }

    void compute_conv2_row(int row) const {
      const float* const rows[3] = {pooled_row(row), pooled_row(row + 1), pooled_row(row + 2)};
      convolve<Conv2>(rows, net_.conv2_, {conv2_row(row), kOutputStep<Conv2>}, conv2_columns(), pooled_step_);
    }

    void compute_features(int row) const {
      const float* const rows[3] = {conv2_row(row), conv2_row(row + 1), conv2_row(row + 2)};
      convolve<Conv3>(rows, net_.conv3_, {features_, kOutputStep<Conv3>}, cell_columns_);
    }

    /// A bound on no-face logit less face logit of every cell that reaches the threshold, a little too high: the score
    /// itself decides.
    static float highest_difference(float threshold) {
      constexpr double kMargin = 1e-5;
      const double probability = threshold - kMargin;
      if (probability <= 0) return std::numeric_limits<float>::infinity();
      return static_cast<float>(std::log(1 / probability - 1) + kMargin);
    }

    void find_cells(int row, std::vector<Cell>& cells) const {
      const FloatTag d;
      const Floats highest = hn::Set(d, highest_difference_);
      for (int column = 0; column < cell_columns_; column += kLanes) {
        Floats logits[2];
        compute_logits(features_ + static_cast<std::ptrdiff_t>(column) * kFeatures, logits);
        const auto may_pass = hn::Le(hn::Sub(logits[0], logits[1]), highest);
        if (hn::AllFalse(d, may_pass)) [[likely]]
          continue;
        HWY_ALIGN float stored[2][kLanes];
        hn::Store(logits[0], d, stored[0]);
        hn::Store(logits[1], d, stored[1]);
        const int count = std::min(kLanes, cell_columns_ - column);
        for (int lane = 0; lane < count; ++lane) {
          if (!(stored[0][lane] - stored[1][lane] <= highest_difference_)) continue;
          if (!(face_probability(stored[0][lane], stored[1][lane]) >= rule_.threshold)) continue;
          Cell cell{
              .level = band_.level, .row = row, .column = column + lane, .logits = {stored[0][lane], stored[1][lane]}};
          compute_regression(features_ + static_cast<std::ptrdiff_t>(column + lane) * kFeatures, cell.regression);
          cells.push_back(cell);
        }
      }
    }

    /// Of kLanes neighbouring cells.
    HWY_INLINE void compute_logits(const float* features, Floats (&logits)[2]) const {
      const FloatTag d;
      const float* const weights = net_.logits_.weights.get();
      logits[0] = hn::Set(d, net_.logits_.biases[0]);
      logits[1] = hn::Set(d, net_.logits_.biases[1]);
      for (int first = 0; first < kFeatures; first += kLanes) {
        Floats channels[kLanes];
        HWY_UNROLL(16)
        for (int cell = 0; cell < kLanes; ++cell) channels[cell] = hn::Load(d, features + cell * kFeatures + first);
        transpose(channels);
        HWY_UNROLL(16)
        for (int channel = 0; channel < kLanes; ++channel) {
          const float* const tap = weights + static_cast<std::ptrdiff_t>(2) * (first + channel);
          logits[0] = hn::MulAdd(channels[channel], hn::Set(d, tap[0]), logits[0]);
          logits[1] = hn::MulAdd(channels[channel], hn::Set(d, tap[1]), logits[1]);
        }
      }
    }

    HWY_INLINE void compute_regression(const float* features, std::array<float, 4>& regression) const {
      const hn::FixedTag<float, 4> d;
      auto sums = hn::Load(d, net_.regression_.biases.get());
      for (int channel = 0; channel < kFeatures; ++channel) {
        const auto weights = hn::Load(d, net_.regression_.weights.get() + std::ptrdiff_t{4} * channel);
        sums = hn::MulAdd(hn::Set(d, features[channel]), weights, sums);
      }
      hn::StoreU(sums, d, regression.data());
    }

    const PNet& net_;
    const Level& level_;
    const Band& band_;
    const CellRule& rule_;
    float highest_difference_;
    Scratch& scratch_;
    int cell_columns_;
    int pooled_columns_;
    int pixel_step_;   ///< floats of a row of one colour and parity
    int pooled_step_;  ///< floats of a pooled row of one channel
    PixelSource source_;
    float* pixels_ = nullptr;
    float* pooled_ = nullptr;
    float* conv2_ = nullptr;
    float* features_ = nullptr;
  };

  PackedLayer conv1_;
  PackedLayer conv2_;
  PackedLayer conv3_;
  PackedLayer logits_;
  PackedLayer regression_;
};

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
