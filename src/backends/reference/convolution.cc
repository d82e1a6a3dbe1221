#include "backends/reference/convolution.h"

#include <algorithm>
#include <cmath>

#include "base/cpu.h"

// The compiler may inline a function into one that is compiled for more instructions, and then compiles it for these.
#if defined(__x86_64__) || defined(__i386__)
#define MTCNN_COMPILED_FOR_FMA [[gnu::target("fma")]]
#else
#define MTCNN_COMPILED_FOR_FMA
#endif

namespace mtcnn::reference {
namespace {

/// One output position, all channels: `output` holds the biases on entry, the sums on return.
[[gnu::always_inline]] inline void add_taps(const float* input, std::size_t input_row_stride, const Convolution& layer,
                                            float* __restrict output) {
  const std::size_t row_taps = static_cast<std::size_t>(layer.side) * layer.inputs;
  const std::size_t outputs = layer.outputs;
  const float* weights = layer.weights.data();
  for (int window_row = 0; window_row < layer.side; ++window_row) {
    const float* row = input + window_row * input_row_stride;
    // Columns and channels of a window row lie side by side, in the order in which they are to be added.
    for (std::size_t tap = 0; tap < row_taps; ++tap, weights += outputs) {
      const float value = row[tap];
      for (std::size_t channel = 0; channel < outputs; ++channel) {
        output[channel] = std::fma(value, weights[channel], output[channel]);
      }
    }
  }
}

[[gnu::always_inline]] inline void convolve_positions(const Map& input, const Convolution& layer, Map& output) {
  const std::size_t input_row_stride = static_cast<std::size_t>(input.columns) * input.channels;
  for (int row = 0; row < output.rows; ++row) {
    for (int column = 0; column < output.columns; ++column) {
      float* position = output.at(row, column);
      std::copy(layer.biases.begin(), layer.biases.end(), position);
      add_taps(input.at(row, column), input_row_stride, layer, position);
    }
  }
}

}  // namespace

void convolve_generic(const Map& input, const Convolution& layer, Map& output) {
  convolve_positions(input, layer, output);
}

MTCNN_COMPILED_FOR_FMA void convolve_with_fma_instruction(const Map& input, const Convolution& layer, Map& output) {
  convolve_positions(input, layer, output);
}

Map convolve(const Map& input, const Convolution& layer) {
  static const ConvolveFunction function = cpu_has_fma() ? convolve_with_fma_instruction : convolve_generic;
  Map output(input.rows - layer.side + 1, input.columns - layer.side + 1, layer.outputs);
  function(input, layer, output);
  return output;
}

}  // namespace mtcnn::reference
