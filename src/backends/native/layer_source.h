#pragma once

#include <initializer_list>
#include <string>

#include "backends/native/packed_layer.h"
#include "model/network_weights.h"

namespace mtcnn::native {

/// The convolution and PReLU of the given number of a network: "pnet", "rnet" or "onet".
LayerSource convolution(const NetworkWeights& weights, const std::string& network, int number, int side, int inputs);

/// The dense layer and PReLU of the given number, over a map of (side, side, inputs).
LayerSource dense(const NetworkWeights& weights, const std::string& network, int number, int side, int inputs);

/// Heads, side by side as one layer: dense layers over the same `inputs` numbers, without a PReLU.
LayerSource heads(const NetworkWeights& weights, std::initializer_list<std::string> names, int inputs);

}  // namespace mtcnn::native
