#include "backends/reference/convolution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "base/cpu.h"

namespace mtcnn::reference {
namespace {

constexpr int kSide = 3;
constexpr int kInputs = 5;
constexpr int kOutputs = 7;

Map random_map(int rows, int columns, int channels) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> values(-1, 1);
  Map map(rows, columns, channels);
  for (float& value : map.values) value = values(random);
  return map;
}

Convolution random_layer() {
  std::mt19937 random(8);
  std::uniform_real_distribution<float> values(-1, 1);
  Convolution layer{.side = kSide, .inputs = kInputs, .outputs = kOutputs, .weights = {}, .biases = {}};
  for (int index = 0; index < kSide * kSide * kInputs * kOutputs; ++index) layer.weights.push_back(values(random));
  for (int index = 0; index < kOutputs; ++index) layer.biases.push_back(values(random));
  return layer;
}

/// The sum of one output by the definition: the bias, then the taps by window row, window column and input, each added
/// by `add(sum, value, weight)`.
template <class Number, class Add>
Number output_by_definition(const Map& input, const Convolution& layer, int row, int column, int output, Add add) {
  Number sum = layer.biases[output];
  for (int window_row = 0; window_row < layer.side; ++window_row) {
    for (int window_column = 0; window_column < layer.side; ++window_column) {
      for (int channel = 0; channel < layer.inputs; ++channel) {
        const int tap = (window_row * layer.side + window_column) * layer.inputs + channel;
        sum = add(sum, input.at(row + window_row, column + window_column)[channel],
                  layer.weights[tap * layer.outputs + output]);
      }
    }
  }
  return sum;
}

TEST(Convolution, AddsTapsInTheDocumentedOrderByFusedMultiplyAdds) {
  const Map input = random_map(6, 9, kInputs);
  const Convolution layer = random_layer();
  const Map output = convolve(input, layer);
  ASSERT_EQ(output.rows, 4);
  ASSERT_EQ(output.columns, 7);
  ASSERT_EQ(output.channels, kOutputs);
  for (int row = 0; row < output.rows; ++row) {
    for (int column = 0; column < output.columns; ++column) {
      for (int channel = 0; channel < kOutputs; ++channel) {
        const float fused = output_by_definition<float>(
            input, layer, row, column, channel,
            [](float sum, float value, float weight) { return std::fma(value, weight, sum); });
        EXPECT_EQ(output.at(row, column)[channel], fused);
        const double exact =
            output_by_definition<double>(input, layer, row, column, channel,
                                         [](double sum, double value, double weight) { return sum + value * weight; });
        EXPECT_NEAR(fused, exact, 1e-5);
      }
    }
  }
}

TEST(Convolution, GivesTheSameBitsWithAndWithoutTheInstruction) {
  if (!cpu_has_fma()) GTEST_SKIP() << "this CPU has no fused multiply-add";
  const Map input = random_map(20, 31, kInputs);
  const Convolution layer = random_layer();
  Map generic(18, 29, kOutputs);
  Map instruction(18, 29, kOutputs);
  convolve_generic(input, layer, generic);
  convolve_with_fma_instruction(input, layer, instruction);
  EXPECT_EQ(generic.values, instruction.values);
}

TEST(Convolution, WindowOfTheWholeMapIsADenseLayer) {
  const Map input = random_map(kSide, kSide, kInputs);
  const Map output = convolve(input, random_layer());
  EXPECT_EQ(output.rows, 1);
  EXPECT_EQ(output.columns, 1);
}

}  // namespace
}  // namespace mtcnn::reference
