// The kernel of all layers but PNet's first: lanes are output channels.
//
// Shapes   input (row, column, channel) in any layout with a fixed distance between neighbours along each axis;
//          output (position, channel), a row of positions at a time
// Layout   weights (block, tap, output of the block), so that each tap of a block is one or a few aligned vectors
// Registers  positions x vectors sums, one broadcast input, the vectors of weights of one tap. 32 registers of which
//          24 to 27 are sums: 24x1, 12x2, 9x3 or 6x4; 16 registers, of which 12 are sums: 12x1, 6x2
//
// Each sum is its bias, to which the taps are added in order by fused multiply-adds, so that the answer is that of the
// plain loops, bit for bit; what is parallel are the outputs. A tap costs one load a vector of weights and one
// broadcasting load a position, so that loads are fewer than multiply-adds but for 24x1. Positions at the end of a row
// get tiles of their own width: nothing is computed in vain, whatever the width of a level.

#if defined(MTCNN_NATIVE_LAYER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MTCNN_NATIVE_LAYER_INL_H_
#undef MTCNN_NATIVE_LAYER_INL_H_
#else
#define MTCNN_NATIVE_LAYER_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "backends/native/packed_layer.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using Floats = hn::Vec<FloatTag>;
inline constexpr int kLanes = HWY_MAX_BYTES / sizeof(float);

/// Registers that may hold sums.
inline constexpr int kSumRegisters = HWY_TARGET == HWY_AVX2 ? 12 : 27;

constexpr int rounded_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

/// Vectors of a block of a layer with so many outputs.
constexpr int block_vectors(int outputs) {
  const int vectors = (outputs + kLanes - 1) / kLanes;
  constexpr int kMost = HWY_TARGET == HWY_AVX2 ? 2 : 4;
  if (vectors <= kMost && vectors != 4) return vectors;
  if (kLanes == 16) return 2;  // the weights of a block of 64 outputs would stream through the L1 cache twice as fast
  return kMost;
}

constexpr int max_positions(int vectors) { return std::min(kSumRegisters / vectors, 24); }

/// What the compiler knows of a layer: `kColumnStep` and `kChannelStep` are floats from one column or channel of the
/// input to the next, `kChannelStep` 0 where only the call knows.
template <int side, int inputs, int outputs, int column_step, int channel_step>
struct LayerShape {
  static constexpr int kSide = side;
  static constexpr int kInputs = inputs;
  static constexpr int kOutputs = outputs;
  static constexpr int kTaps = side * side * inputs;
  static constexpr int kColumnStep = column_step;
  static constexpr int kChannelStep = channel_step;
  static constexpr int kVectors = block_vectors(outputs);
  static constexpr int kBlockWidth = kVectors * kLanes;
  static constexpr int kBlocks = (outputs + kBlockWidth - 1) / kBlockWidth;
};

/// x where it is above 0, else x times the slope.
HWY_INLINE Floats prelu(Floats x, Floats slope) {
  const FloatTag d;
#if HWY_TARGET == HWY_AVX3
  // One instruction less, which compilers do not find.
  const __mmask16 is_not_positive = _mm512_cmp_ps_mask(x.raw, hn::Zero(d).raw, _CMP_NGT_UQ);
  return Floats{_mm512_mask_mul_ps(x.raw, is_not_positive, x.raw, slope.raw)};
#else
  return hn::IfThenElse(hn::Gt(x, hn::Zero(d)), x, hn::Mul(x, slope));
#endif
}

/// One block of outputs at kPositions neighbouring positions. `rows` are the rows under the window, from its first
/// column on.
template <class Shape, int kPositionStep, int kPositions, bool kActivated>
HWY_INLINE void compute_tile(const float* const (&rows)[Shape::kSide], std::ptrdiff_t channel_step,
                             const float* HWY_RESTRICT weights, const float* HWY_RESTRICT biases,
                             const float* HWY_RESTRICT slopes, float* HWY_RESTRICT output, int output_step) {
  const FloatTag d;
  constexpr int kVectors = Shape::kVectors;
  if constexpr (Shape::kChannelStep != 0) channel_step = Shape::kChannelStep;
  Floats sums[kPositions][kVectors];
  HWY_UNROLL(24)
  for (int position = 0; position < kPositions; ++position) {
    HWY_UNROLL(4)
    for (int vector = 0; vector < kVectors; ++vector) sums[position][vector] = hn::Load(d, biases + vector * kLanes);
  }
  // Unrolled any further, the compiler would keep broadcast inputs for the next tap, and the sums on the stack.
#pragma GCC unroll 1
  for (int window_row = 0; window_row < Shape::kSide; ++window_row) {
    const float* column = rows[window_row];
#pragma GCC unroll 1
    for (int window_column = 0; window_column < Shape::kSide; ++window_column, column += Shape::kColumnStep) {
      const float* HWY_RESTRICT taps = column;
#pragma GCC unroll 4
      for (int channel = 0; channel < Shape::kInputs; ++channel, taps += channel_step, weights += Shape::kBlockWidth) {
        Floats tap_weights[kVectors];
        HWY_UNROLL(4)
        for (int vector = 0; vector < kVectors; ++vector) tap_weights[vector] = hn::Load(d, weights + vector * kLanes);
        HWY_UNROLL(24)
        for (int position = 0; position < kPositions; ++position) {
          const Floats input = hn::Set(d, taps[position * kPositionStep]);
          HWY_UNROLL(4)
          for (int vector = 0; vector < kVectors; ++vector) {
            sums[position][vector] = hn::MulAdd(input, tap_weights[vector], sums[position][vector]);
          }
        }
      }
    }
  }
  HWY_UNROLL(24)
  for (int position = 0; position < kPositions; ++position) {
    HWY_UNROLL(4)
    for (int vector = 0; vector < kVectors; ++vector) {
      Floats result = sums[position][vector];
      if constexpr (kActivated) result = prelu(result, hn::Load(d, slopes + vector * kLanes));
      hn::Store(result, d, output + position * output_step + vector * kLanes);
    }
  }
}

/// Positions of one block, kPositionStep floats apart in the input: a number that the compiler knows, so that they need
/// no registers.
template <class Shape, int kPositionStep, bool kActivated>
struct Tiles {
  /// What is the same for every tile of a call.
  struct Arguments {
    const float* rows[Shape::kSide];
    std::ptrdiff_t channel_step;
    const float* weights;
    const float* biases;
    const float* slopes;
    float* output;
    int output_step;
  };

  template <int kPositions>
  static HWY_NOINLINE void compute(const Arguments& arguments, int first) {
    const float* rows[Shape::kSide];
    for (int row = 0; row < Shape::kSide; ++row) {
      rows[row] = arguments.rows[row] + std::ptrdiff_t{first} * kPositionStep;
    }
    compute_tile<Shape, kPositionStep, kPositions, kActivated>(
        rows, arguments.channel_step, arguments.weights, arguments.biases, arguments.slopes,
        arguments.output + std::ptrdiff_t{first} * arguments.output_step, arguments.output_step);
  }

  using Function = void (*)(const Arguments& arguments, int first);

  template <std::size_t... kIndices>
  static Function function_of(int positions, std::index_sequence<kIndices...> /*up to the most positions*/) {
    static constexpr Function kFunctions[] = {&compute<static_cast<int>(kIndices) + 1>...};
    return kFunctions[positions - 1];
  }

  /// Computes `count` positions in as few tiles as possible, all of nearly the same width.
  static void compute_all(const Arguments& arguments, int count) {
    constexpr int kMost = max_positions(Shape::kVectors);
    const int tiles = (count + kMost - 1) / kMost;
    const int positions = count / tiles;
    const int wider = count % tiles;
    const auto sequence = std::make_index_sequence<kMost>();
    int first = 0;
    if (wider > 0) {
      const Function function = function_of(positions + 1, sequence);
      for (int tile = 0; tile < wider; ++tile, first += positions + 1) function(arguments, first);
    }
    const Function function = function_of(positions, sequence);
    for (int tile = wider; tile < tiles; ++tile, first += positions) function(arguments, first);
  }

  /// The same where the compiler knows the count: it then compiles the tiles that are needed and no others.
  template <int kCount>
  static void compute_all(const Arguments& arguments) {
    constexpr int kMost = max_positions(Shape::kVectors);
    constexpr int kTiles = (kCount + kMost - 1) / kMost;
    constexpr int kPositions = kCount / kTiles;
    constexpr int kWider = kCount % kTiles;
    int first = 0;
    if constexpr (kWider > 0) {
      for (int tile = 0; tile < kWider; ++tile, first += kPositions + 1) compute<kPositions + 1>(arguments, first);
    }
    for (int tile = kWider; tile < kTiles; ++tile, first += kPositions) compute<kPositions>(arguments, first);
  }
};

/// Outputs of a layer at a row of positions: (position, channel), `layer` outputs and what fills the last block.
template <class Shape>
inline constexpr int kOutputStep = Shape::kBlocks* Shape::kBlockWidth;

/// Where the results of a row of positions go.
struct Outputs {
  float* first = nullptr;
  int step = 0;  ///< floats from the outputs of one position to those of the next
};

/// One block of a layer at some positions, which lie kPositionStep floats apart in the input: next to each other, or at
/// the same place of several maps. There are kCount of them, or `count` where kCount is 0. `rows` are the rows under
/// the window of the first position; `channel_step` counts where the shape leaves it open.
template <class Shape, int kCount = 0, int kPositionStep = Shape::kColumnStep, bool kActivated = true>
HWY_INLINE void convolve_block(const float* const (&rows)[Shape::kSide], const PackedLayer& layer, int block,
                               const Outputs& outputs, int count = kCount,
                               std::ptrdiff_t channel_step = Shape::kChannelStep) {
  using BlockTiles = Tiles<Shape, kPositionStep, kActivated>;
  const std::ptrdiff_t first_output = std::ptrdiff_t{block} * Shape::kBlockWidth;
  typename BlockTiles::Arguments arguments{{},
                                           channel_step,
                                           layer.block_weights(block),
                                           layer.biases.get() + first_output,
                                           layer.slopes.get() + first_output,
                                           outputs.first,
                                           outputs.step};
  std::copy_n(rows, Shape::kSide, arguments.rows);
  if constexpr (kCount > 0) {
    BlockTiles::template compute_all<kCount>(arguments);
  } else {
    BlockTiles::compute_all(arguments, count);
  }
}

/// All blocks of a layer at `count` positions, side by side.
template <class Shape, int kPositionStep = Shape::kColumnStep, bool kActivated = true>
HWY_INLINE void convolve(const float* const (&rows)[Shape::kSide], const PackedLayer& layer, const Outputs& outputs,
                         int count, std::ptrdiff_t channel_step = Shape::kChannelStep) {
  for (int block = 0; block < Shape::kBlocks; ++block) {
    convolve_block<Shape, 0, kPositionStep, kActivated>(
        rows, layer, block, {outputs.first + block * Shape::kBlockWidth, outputs.step}, count, channel_step);
  }
}

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
