#pragma once

#include <hwy/aligned_allocator.h>

#include <cstddef>
#include <vector>

namespace mtcnn::native {

/// Floats at an address at which every vector is aligned.
using AlignedFloats = hwy::AlignedFreeUniquePtr<float[]>;

/// A convolution or dense layer, and the PReLU behind it, as the kernels read it: the outputs in blocks as wide as
/// the registers that hold them, and within a block (tap, output), the taps in the order in which they are added.
struct PackedLayer {
  int taps = 0;
  int block_width = 0;
  int blocks = 0;
  AlignedFloats weights;  ///< (block, tap, output of the block)
  AlignedFloats biases;   ///< (block, output of the block); 0 for the outputs that only fill the last block
  AlignedFloats slopes;   ///< the same

  const float* block_weights(int block) const {
    return weights.get() + static_cast<std::size_t>(block) * taps * block_width;
  }
};

/// How the weights of a layer are stored (model/architecture.h).
enum class TapOrder {
  kConvolution,  ///< (output, input, row, column)
  kDense,        ///< (output, column, row, input): a window as large as the map
};

/// A layer of the weights file.
struct LayerSource {
  std::vector<float> weights = {};
  std::vector<float> biases = {};
  std::vector<float> slopes = {};  ///< of the PReLU; none for heads
  TapOrder order = TapOrder::kConvolution;
  int side = 1;
  int inputs = 0;
};

PackedLayer pack_layer(const LayerSource& source, int block_width);

}  // namespace mtcnn::native
