#include "backends/native/layer_source.h"

namespace mtcnn::native {
namespace {

LayerSource activated(const NetworkWeights& weights, const std::string& network, const std::string& kind, int number) {
  const std::string layer = network + "." + kind + std::to_string(number);
  return {.weights = weights.at(layer + ".weight"),
          .biases = weights.at(layer + ".bias"),
          .slopes = weights.at(network + ".prelu" + std::to_string(number) + ".weight")};
}

}  // namespace

LayerSource convolution(const NetworkWeights& weights, const std::string& network, int number, int side, int inputs) {
  LayerSource source = activated(weights, network, "conv", number);
  source.side = side;
  source.inputs = inputs;
  return source;
}

LayerSource dense(const NetworkWeights& weights, const std::string& network, int number, int side, int inputs) {
  LayerSource source = activated(weights, network, "dense", number);
  source.order = TapOrder::kDense;
  source.side = side;
  source.inputs = inputs;
  return source;
}

LayerSource heads(const NetworkWeights& weights, std::initializer_list<std::string> names, int inputs) {
  LayerSource source{.inputs = inputs};
  for (const std::string& name : names) {
    const std::vector<float>& of_head = weights.at(name + ".weight");
    const std::vector<float>& biases = weights.at(name + ".bias");
    source.weights.insert(source.weights.end(), of_head.begin(), of_head.end());
    source.biases.insert(source.biases.end(), biases.begin(), biases.end());
  }
  return source;
}

}  // namespace mtcnn::native
