#include "backends/native/packed_layer.h"

#include <algorithm>
#include <new>

namespace mtcnn::native {
namespace {

AlignedFloats zeros(std::size_t count) {
  auto floats = hwy::AllocateAligned<float>(count);
  if (!floats) throw std::bad_alloc();
  std::fill_n(floats.get(), count, 0.0F);
  return floats;
}

std::size_t stored_index(const LayerSource& source, int output, int input, int row, int column) {
  const auto side = static_cast<std::size_t>(source.side);
  const auto inputs = static_cast<std::size_t>(source.inputs);
  return source.order == TapOrder::kConvolution ? ((output * inputs + input) * side + row) * side + column
                                                : ((output * side + column) * side + row) * inputs + input;
}

}  // namespace

PackedLayer pack_layer(const LayerSource& source, int block_width) {
  const int outputs = static_cast<int>(source.biases.size());
  PackedLayer layer;
  layer.taps = source.side * source.side * source.inputs;
  layer.block_width = block_width;
  layer.blocks = (outputs + block_width - 1) / block_width;
  const std::size_t width = static_cast<std::size_t>(layer.blocks) * block_width;
  layer.weights = zeros(width * layer.taps);
  layer.biases = zeros(width);
  layer.slopes = zeros(width);
  std::copy(source.biases.begin(), source.biases.end(), layer.biases.get());
  std::copy(source.slopes.begin(), source.slopes.end(), layer.slopes.get());

  for (int output = 0; output < outputs; ++output) {
    float* weight = layer.weights.get() + static_cast<std::size_t>(output / block_width) * layer.taps * block_width +
                    output % block_width;
    for (int row = 0; row < source.side; ++row) {
      for (int column = 0; column < source.side; ++column) {
        for (int input = 0; input < source.inputs; ++input, weight += block_width) {
          *weight = source.weights[stored_index(source, output, input, row, column)];
        }
      }
    }
  }
  return layer;
}

}  // namespace mtcnn::native
