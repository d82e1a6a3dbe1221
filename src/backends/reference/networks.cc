#include "backends/reference/networks.h"

#include <algorithm>
#include <string>

namespace mtcnn::reference {
namespace {

/// Packs a layer of the weights file: a convolution of (outputs, inputs, side, side), or a dense layer whose inputs
/// are a map of (side, side, inputs) read in the order (column, row, channel); 1x1 heads are both.
enum class TapOrder { kConvolution, kDense };

Convolution pack(const NetworkWeights& weights, const std::string& name, TapOrder order, int side, int inputs) {
  const std::vector<float>& stored = weights.at(name + ".weight");
  Convolution layer;
  layer.biases = weights.at(name + ".bias");
  layer.side = side;
  layer.inputs = inputs;
  layer.outputs = static_cast<int>(layer.biases.size());
  layer.weights.reserve(stored.size());
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      for (int input = 0; input < inputs; ++input) {
        for (int output = 0; output < layer.outputs; ++output) {
          const int index = order == TapOrder::kConvolution ? ((output * inputs + input) * side + row) * side + column
                                                            : ((output * side + column) * side + row) * inputs + input;
          layer.weights.push_back(stored[index]);
        }
      }
    }
  }
  return layer;
}

/// The convolution and PReLU of the given number.
ActivatedLayer pack_convolution(const NetworkWeights& weights, const std::string& network, int number, int side,
                                int inputs) {
  const std::string suffix = std::to_string(number);
  return {pack(weights, network + ".conv" + suffix, TapOrder::kConvolution, side, inputs),
          weights.at(network + ".prelu" + suffix + ".weight")};
}

/// The dense layer and PReLU of the given number, over a map of (side, side, inputs).
ActivatedLayer pack_dense(const NetworkWeights& weights, const std::string& network, int number, int side, int inputs) {
  const std::string suffix = std::to_string(number);
  return {pack(weights, network + ".dense" + suffix, TapOrder::kDense, side, inputs),
          weights.at(network + ".prelu" + suffix + ".weight")};
}

Convolution pack_head(const NetworkWeights& weights, const std::string& name, int inputs) {
  return pack(weights, name, TapOrder::kConvolution, 1, inputs);
}

/// x where it is above 0, else x times the channel's slope.
Map activate(const Map& input, const ActivatedLayer& layer) {
  Map output = convolve(input, layer.convolution);
  for (std::size_t position = 0; position < output.values.size(); position += output.channels) {
    for (int channel = 0; channel < output.channels; ++channel) {
      float& value = output.values[position + channel];
      value = value > 0 ? value : value * layer.slopes[channel];
    }
  }
  return output;
}

/// The largest of each window of side x side, every two positions; a last window that is cut off counts too.
Map max_pool(const Map& input, int side) {
  constexpr int kStep = 2;
  const auto outputs = [side](int inputs) { return (inputs - side + kStep - 1) / kStep + 1; };
  Map output(outputs(input.rows), outputs(input.columns), input.channels);
  for (int row = 0; row < output.rows; ++row) {
    for (int column = 0; column < output.columns; ++column) {
      float* const largest = output.at(row, column);
      std::copy_n(input.at(row * kStep, column * kStep), input.channels, largest);
      const int last_row = std::min(row * kStep + side, input.rows);
      const int last_column = std::min(column * kStep + side, input.columns);
      for (int window_row = row * kStep; window_row < last_row; ++window_row) {
        for (int window_column = column * kStep; window_column < last_column; ++window_column) {
          const float* const values = input.at(window_row, window_column);
          for (int channel = 0; channel < input.channels; ++channel) {
            largest[channel] = std::max(largest[channel], values[channel]);
          }
        }
      }
    }
  }
  return output;
}

/// A head behind a dense layer: a map of one position.
template <std::size_t kOutputs>
std::array<float, kOutputs> numbers(const Map& features, const Convolution& head) {
  std::array<float, kOutputs> result{};
  std::copy_n(convolve(features, head).values.begin(), kOutputs, result.begin());
  return result;
}

}  // namespace

PNet::PNet(const NetworkWeights& weights)
    : conv1_(pack_convolution(weights, "pnet", 1, 3, 3)),
      conv2_(pack_convolution(weights, "pnet", 2, 3, 10)),
      conv3_(pack_convolution(weights, "pnet", 3, 3, 16)),
      logits_(pack_head(weights, "pnet.conv4_1", 32)),
      regression_(pack_head(weights, "pnet.conv4_2", 32)) {}

PNet::Output PNet::operator()(const Map& image) const {
  Map features = max_pool(activate(image, conv1_), 2);
  features = activate(features, conv2_);
  features = activate(features, conv3_);
  return {convolve(features, logits_), convolve(features, regression_)};
}

RNet::RNet(const NetworkWeights& weights)
    : conv1_(pack_convolution(weights, "rnet", 1, 3, 3)),
      conv2_(pack_convolution(weights, "rnet", 2, 3, 28)),
      conv3_(pack_convolution(weights, "rnet", 3, 2, 48)),
      dense4_(pack_dense(weights, "rnet", 4, 3, 64)),
      logits_(pack_head(weights, "rnet.dense5_1", 128)),
      regression_(pack_head(weights, "rnet.dense5_2", 128)) {}

RNetOutput RNet::operator()(const Map& crop) const {
  Map features = max_pool(activate(crop, conv1_), 3);
  features = max_pool(activate(features, conv2_), 3);
  features = activate(features, conv3_);
  features = activate(features, dense4_);
  return {numbers<2>(features, logits_), numbers<4>(features, regression_)};
}

ONet::ONet(const NetworkWeights& weights)
    : conv1_(pack_convolution(weights, "onet", 1, 3, 3)),
      conv2_(pack_convolution(weights, "onet", 2, 3, 32)),
      conv3_(pack_convolution(weights, "onet", 3, 3, 64)),
      conv4_(pack_convolution(weights, "onet", 4, 2, 64)),
      dense5_(pack_dense(weights, "onet", 5, 3, 128)),
      logits_(pack_head(weights, "onet.dense6_1", 256)),
      regression_(pack_head(weights, "onet.dense6_2", 256)),
      landmarks_(pack_head(weights, "onet.dense6_3", 256)) {}

ONetOutput ONet::operator()(const Map& crop) const {
  Map features = max_pool(activate(crop, conv1_), 3);
  features = max_pool(activate(features, conv2_), 3);
  features = max_pool(activate(features, conv3_), 2);
  features = activate(features, conv4_);
  features = activate(features, dense5_);
  return {numbers<2>(features, logits_), numbers<4>(features, regression_), numbers<10>(features, landmarks_)};
}

}  // namespace mtcnn::reference
