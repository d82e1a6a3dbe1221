#include <array>
#include <bit>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "model/architecture.h"
#include "model/float16.h"
#include "model/network_weights.h"
#include "model/protobuf.h"
#include "mtcnn/info.h"
#include "mtcnn/onnx.h"

// The messages and the numbers of their fields are those of onnx.proto, version 10 of the format.

namespace mtcnn {
namespace {

constexpr std::int64_t kIrVersion = 10;
constexpr std::int64_t kOpset = 21;

enum class ElementType : std::int64_t { kFloat = 1, kFloat16 = 10 };

/// A size of a tensor: a number, or a name where it is free.
struct Dimension {
  Dimension(std::int64_t value_) : value(value_) {}  // NOLINT(google-explicit-constructor): lists of both
  Dimension(const char* name_) : name(name_) {}      // NOLINT(google-explicit-constructor)
  std::int64_t value = 0;
  std::string name;
};

ProtobufMessage attribute(const std::string& name, std::int64_t value) {
  constexpr std::int64_t kInt = 2;
  ProtobufMessage message;
  message.add(1, name);
  message.add(3, value);
  message.add(20, kInt);
  return message;
}

ProtobufMessage attribute(const std::string& name, const std::vector<std::int64_t>& values) {
  constexpr std::int64_t kInts = 7;
  ProtobufMessage message;
  message.add(1, name);
  for (const std::int64_t value : values) message.add(8, value);
  message.add(20, kInts);
  return message;
}

/// Builds the graph of a network node by node, maps as (batch, channel, row, column). What a node gives is known by its
/// name, which is that of the layer.
class GraphBuilder {
 public:
  GraphBuilder(const NetworkWeights& weights, std::string network, bool half)
      : weights_(weights), network_(std::move(network)), half_(half) {
    graph_.add(2, network_);
  }

  /// The name of the input.
  std::string input(const std::vector<Dimension>& shape) {
    graph_.add(11, value("input", shape));
    return half_ ? cast("input", "input_float16", ElementType::kFloat16) : "input";
  }

  void output(const std::string& computed, const std::string& name, const std::vector<Dimension>& shape) {
    if (half_) {
      cast(computed, name, ElementType::kFloat);
    } else {
      node("Identity", {computed}, name);
    }
    graph_.add(12, value(name, shape));
  }

  std::string convolution(const std::string& input, const std::string& name, std::int64_t inputs, std::int64_t side) {
    const std::string layer = network_ + "." + name;
    const auto outputs = static_cast<std::int64_t>(weights_.at(layer + ".bias").size());
    initializer(layer + ".weight", {outputs, inputs, side, side}, weights_.at(layer + ".weight"));
    initializer(layer + ".bias", {outputs}, weights_.at(layer + ".bias"));
    return node("Conv", {input, layer + ".weight", layer + ".bias"}, name,
                {attribute("kernel_shape", std::vector{side, side})});
  }

  /// The convolution of a number and its PReLU.
  std::string activated(const std::string& input, int number, std::int64_t inputs, std::int64_t side) {
    const std::string suffix = std::to_string(number);
    return prelu(convolution(input, "conv" + suffix, inputs, side), suffix, {1, 1});
  }

  std::string pool(const std::string& input, std::int64_t side) {
    return node("MaxPool", {input}, input + "_pooled",
                {attribute("kernel_shape", std::vector{side, side}),
                 attribute("strides", std::vector<std::int64_t>{2, 2}), attribute("ceil_mode", 1)});
  }

  /// The first dense layer and its PReLU. Its weights are stored for a map read by (column, row, channel), and written
  /// for one read by (channel, row, column).
  std::string dense_over_map(const std::string& map, int number, std::int64_t channels, std::int64_t side) {
    const std::string suffix = std::to_string(number);
    const std::vector<float>& stored = weights_.at(network_ + ".dense" + suffix + ".weight");
    const std::int64_t inputs = channels * side * side;
    std::vector<float> reordered;
    reordered.reserve(stored.size());
    for (std::size_t output = 0; output < stored.size(); output += inputs) {
      for (std::int64_t channel = 0; channel < channels; ++channel) {
        for (std::int64_t row = 0; row < side; ++row) {
          for (std::int64_t column = 0; column < side; ++column) {
            reordered.push_back(stored[output + (column * side + row) * channels + channel]);
          }
        }
      }
    }
    const std::string flat = node("Flatten", {map}, map + "_flat");
    return prelu(connected(flat, "dense" + suffix, inputs, reordered), suffix, {});
  }

  std::string dense(const std::string& features, const std::string& name, std::int64_t inputs) {
    return connected(features, name, inputs, weights_.at(network_ + "." + name + ".weight"));
  }

  std::string softmax(const std::string& logits) {
    return node("Softmax", {logits}, logits + "_softmax", {attribute("axis", 1)});
  }

  const ProtobufMessage& graph() const { return graph_; }

 private:
  std::string node(const char* operation, const std::vector<std::string>& inputs, const std::string& output,
                   const std::vector<ProtobufMessage>& attributes = {}) {
    ProtobufMessage message;
    for (const std::string& input : inputs) message.add(1, input);
    message.add(2, output);
    message.add(3, output);
    message.add(4, operation);
    for (const ProtobufMessage& entry : attributes) message.add(5, entry);
    graph_.add(1, message);
    return output;
  }

  std::string cast(const std::string& input, const std::string& output, ElementType type) {
    return node("Cast", {input}, output, {attribute("to", static_cast<std::int64_t>(type))});
  }

  /// One slope a channel, whatever follows.
  std::string prelu(const std::string& input, const std::string& number, const std::vector<std::int64_t>& further) {
    const std::string name = network_ + ".prelu" + number + ".weight";
    const std::vector<float>& slopes = weights_.at(name);
    std::vector<std::int64_t> shape = {static_cast<std::int64_t>(slopes.size())};
    shape.insert(shape.end(), further.begin(), further.end());
    initializer(name, shape, slopes);
    return node("PRelu", {input, name}, "prelu" + number);
  }

  std::string connected(const std::string& input, const std::string& name, std::int64_t inputs,
                        const std::vector<float>& weights) {
    const std::string layer = network_ + "." + name;
    const std::vector<float>& biases = weights_.at(layer + ".bias");
    initializer(layer + ".weight", {static_cast<std::int64_t>(biases.size()), inputs}, weights);
    initializer(layer + ".bias", {static_cast<std::int64_t>(biases.size())}, biases);
    return node("Gemm", {input, layer + ".weight", layer + ".bias"}, name, {attribute("transB", 1)});
  }

  void initializer(const std::string& name, const std::vector<std::int64_t>& shape, std::span<const float> values) {
    ProtobufMessage message;
    for (const std::int64_t size : shape) message.add(1, size);
    message.add(2, static_cast<std::int64_t>(half_ ? ElementType::kFloat16 : ElementType::kFloat));
    message.add(8, name);
    message.add(
        9, half_ ? little_endian(values, float16_bits) : little_endian(values, std::bit_cast<std::uint32_t, float>));
    graph_.add(5, message);
  }

  template <class Bits>
  static std::string little_endian(std::span<const float> values, const Bits& bits_of) {
    std::string bytes;
    for (const float value : values) {
      auto bits = bits_of(value);
      for (std::size_t byte = 0; byte < sizeof bits; ++byte) {
        bytes += static_cast<char>(bits & 0xFF);
        bits = static_cast<decltype(bits)>(bits >> 8);
      }
    }
    return bytes;
  }

  static ProtobufMessage value(const std::string& name, const std::vector<Dimension>& shape) {
    ProtobufMessage dimensions;
    for (const Dimension& dimension : shape) {
      ProtobufMessage message;
      if (dimension.name.empty()) {
        message.add(1, dimension.value);
      } else {
        message.add(2, dimension.name);
      }
      dimensions.add(1, message);
    }
    ProtobufMessage tensor;
    tensor.add(1, static_cast<std::int64_t>(ElementType::kFloat));
    tensor.add(2, dimensions);
    ProtobufMessage type;
    type.add(1, tensor);
    ProtobufMessage message;
    message.add(1, name);
    message.add(2, type);
    return message;
  }

  const NetworkWeights& weights_;
  std::string network_;
  bool half_;
  ProtobufMessage graph_;
};

/// The two scores, as logits or as probabilities.
void score_output(GraphBuilder& build, const std::string& logits, bool softmax, const std::vector<Dimension>& shape) {
  if (softmax) {
    build.output(build.softmax(logits), "probabilities", shape);
  } else {
    build.output(logits, "logits", shape);
  }
}

ProtobufMessage pnet(const NetworkWeights& weights, const OnnxOptions& options) {
  GraphBuilder build(weights, "pnet", options.half);
  const std::string image = build.input({"batch", 3, "height", "width"});
  std::string map = build.pool(build.activated(image, 1, 3, 3), 2);
  map = build.activated(build.activated(map, 2, 10, 3), 3, 16, 3);
  score_output(build, build.convolution(map, "conv4_1", 32, 1), options.softmax, {"batch", 2, "rows", "columns"});
  build.output(build.convolution(map, "conv4_2", 32, 1), "regression", {"batch", 4, "rows", "columns"});
  return build.graph();
}

ProtobufMessage rnet(const NetworkWeights& weights, const OnnxOptions& options) {
  GraphBuilder build(weights, "rnet", options.half);
  const std::string image = build.input({"batch", 3, kRNetCrop, kRNetCrop});
  std::string map = build.pool(build.activated(image, 1, 3, 3), 3);
  map = build.pool(build.activated(map, 2, 28, 3), 3);
  const std::string features = build.dense_over_map(build.activated(map, 3, 48, 2), 4, 64, 3);
  score_output(build, build.dense(features, "dense5_1", 128), options.softmax, {"batch", 2});
  build.output(build.dense(features, "dense5_2", 128), "regression", {"batch", 4});
  return build.graph();
}

ProtobufMessage onet(const NetworkWeights& weights, const OnnxOptions& options) {
  GraphBuilder build(weights, "onet", options.half);
  const std::string image = build.input({"batch", 3, kONetCrop, kONetCrop});
  std::string map = build.pool(build.activated(image, 1, 3, 3), 3);
  map = build.pool(build.activated(map, 2, 32, 3), 3);
  map = build.pool(build.activated(map, 3, 64, 3), 2);
  const std::string features = build.dense_over_map(build.activated(map, 4, 64, 2), 5, 128, 3);
  score_output(build, build.dense(features, "dense6_1", 256), options.softmax, {"batch", 2});
  build.output(build.dense(features, "dense6_2", 256), "regression", {"batch", 4});
  build.output(build.dense(features, "dense6_3", 256), "landmarks", {"batch", 10});
  return build.graph();
}

ProtobufMessage graph_of(const NetworkWeights& weights, Network network, const OnnxOptions& options) {
  switch (network) {
    case Network::kPNet:
      return pnet(weights, options);
    case Network::kRNet:
      return rnet(weights, options);
    case Network::kONet:
      break;
  }
  return onet(weights, options);
}

}  // namespace

std::string onnx_model(const Weights& weights, Network network, const OnnxOptions& options) {
  ProtobufMessage opset;
  opset.add(1, "");
  opset.add(2, kOpset);
  ProtobufMessage model;
  model.add(1, kIrVersion);
  model.add(2, "mtcnn-turbo");
  model.add(3, version());
  model.add(6, "Weights: " + weights.source());
  model.add(7, graph_of(weights.networks(), network, options));
  model.add(8, opset);
  return model.bytes();
}

}  // namespace mtcnn
