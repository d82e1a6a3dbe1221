#pragma once

#include <vector>

namespace mtcnn::reference {

/// A stack of feature maps, or an image: float32, (rows, columns, channels), nothing between them.
struct Map {
  int rows = 0;
  int columns = 0;
  int channels = 0;
  std::vector<float> values;

  Map() = default;
  Map(int rows_, int columns_, int channels_)
      : rows(rows_),
        columns(columns_),
        channels(channels_),
        values(static_cast<std::size_t>(rows_) * columns_ * channels_) {}

  float* at(int row, int column) { return values.data() + offset(row, column); }
  const float* at(int row, int column) const { return values.data() + offset(row, column); }

 private:
  std::size_t offset(int row, int column) const {
    return (static_cast<std::size_t>(row) * columns + column) * channels;
  }
};

/// A convolution without padding and with a step of 1. A dense layer is one whose window is the whole map.
struct Convolution {
  int side = 0;  ///< rows and columns of the window
  int inputs = 0;
  int outputs = 0;
  std::vector<float> weights;  ///< (window row, window column, input, output)
  std::vector<float> biases;   ///< one an output
};

/// Every output is its bias, to which the taps are added one by one by fused multiply-adds, in the order of window row,
/// window column and input channel.
Map convolve(const Map& input, const Convolution& layer);

/// The two ways in which `convolve` is compiled. Both give the same bits: std::fma rounds once, whether it is one
/// instruction or a function.
using ConvolveFunction = void (*)(const Map& input, const Convolution& layer, Map& output);
void convolve_generic(const Map& input, const Convolution& layer, Map& output);
void convolve_with_fma_instruction(const Map& input, const Convolution& layer, Map& output);

}  // namespace mtcnn::reference
