#include "bench/peers/openvino_backend.h"

#include <algorithm>
#include <map>
#include <openvino/openvino.hpp>
#include <openvino/opsets/opset8.hpp>
#include <utility>
#include <vector>

#include "backends/native/scratch.h"
#include "base/parallel.h"
#include "base/pool.h"
#include "bench/sampling.h"
#include "model/architecture.h"
#include "model/score.h"

namespace mtcnn::bench {
namespace {

namespace op = ov::opset8;
using Node = ov::Output<ov::Node>;

/// Builds a network layer by layer, images as (batch, channel, row, column).
class Builder {
 public:
  Builder(const NetworkWeights& weights, std::string network) : weights_(weights), network_(std::move(network)) {}

  Node convolution(const Node& input, const std::string& name, std::size_t inputs, std::size_t side) const {
    const std::vector<float>& biases = weights_.at(network_ + "." + name + ".bias");
    const ov::Shape shape{biases.size(), inputs, side, side};
    const auto convolved = std::make_shared<op::Convolution>(
        input, constant(shape, weights_.at(network_ + "." + name + ".weight")), ov::Strides{1, 1},
        ov::CoordinateDiff{0, 0}, ov::CoordinateDiff{0, 0}, ov::Strides{1, 1});
    return std::make_shared<op::Add>(convolved, constant({1, biases.size(), 1, 1}, biases));
  }

  Node prelu(const Node& input, int number) const {
    const std::vector<float>& slopes = weights_.at(network_ + ".prelu" + std::to_string(number) + ".weight");
    return std::make_shared<op::PRelu>(input, constant({slopes.size()}, slopes));
  }

  Node activated(const Node& input, int number, std::size_t inputs, std::size_t side) const {
    return prelu(convolution(input, "conv" + std::to_string(number), inputs, side), number);
  }

  static Node pool(const Node& input, std::size_t side) {
    return std::make_shared<op::MaxPool>(input, ov::Strides{2, 2}, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0},
                                         ov::Shape{side, side}, ov::op::RoundingType::CEIL)
        ->output(0);
  }

  /// The first dense layer, whose weights are stored for (column, row, channel).
  Node dense_over_map(const Node& map, int number, std::size_t channels, std::size_t side) const {
    const std::string name = network_ + ".dense" + std::to_string(number);
    const std::vector<float>& stored = weights_.at(name + ".weight");
    const std::size_t inputs = channels * side * side;
    const std::size_t outputs = stored.size() / inputs;
    std::vector<float> weights;
    weights.reserve(stored.size());
    for (std::size_t output = 0; output < outputs; ++output) {
      for (std::size_t channel = 0; channel < channels; ++channel) {
        for (std::size_t row = 0; row < side; ++row) {
          for (std::size_t column = 0; column < side; ++column) {
            weights.push_back(stored[output * inputs + (column * side + row) * channels + channel]);
          }
        }
      }
    }
    const Node flat = std::make_shared<op::Reshape>(
        map, op::Constant::create(ov::element::i64, {2}, {std::int64_t{-1}, static_cast<std::int64_t>(inputs)}), false);
    return prelu(connected(flat, {outputs, inputs}, weights, weights_.at(name + ".bias")), number);
  }

  Node head(const Node& features, const std::string& name, std::size_t inputs) const {
    const std::vector<float>& biases = weights_.at(network_ + "." + name + ".bias");
    return connected(features, {biases.size(), inputs}, weights_.at(network_ + "." + name + ".weight"), biases);
  }

 private:
  static Node constant(const ov::Shape& shape, const std::vector<float>& values) {
    return op::Constant::create(ov::element::f32, shape, values);
  }

  static Node connected(const Node& input, const ov::Shape& shape, const std::vector<float>& weights,
                        const std::vector<float>& biases) {
    const auto product = std::make_shared<op::MatMul>(input, constant(shape, weights), false, true);
    return std::make_shared<op::Add>(product, constant({1, biases.size()}, biases));
  }

  const NetworkWeights& weights_;
  std::string network_;
};

std::shared_ptr<ov::Model> pnet(const NetworkWeights& weights, std::size_t height, std::size_t width) {
  const Builder build(weights, "pnet");
  const auto image = std::make_shared<op::Parameter>(ov::element::f32, ov::Shape{1, 3, height, width});
  Node map = Builder::pool(build.activated(image, 1, 3, 3), 2);
  map = build.activated(build.activated(map, 2, 10, 3), 3, 16, 3);
  return std::make_shared<ov::Model>(
      ov::OutputVector{build.convolution(map, "conv4_1", 32, 1), build.convolution(map, "conv4_2", 32, 1)},
      ov::ParameterVector{image});
}

std::shared_ptr<op::Parameter> crops(std::int64_t side) {
  return std::make_shared<op::Parameter>(ov::element::f32, ov::PartialShape{-1, 3, side, side});
}

std::shared_ptr<ov::Model> rnet(const NetworkWeights& weights) {
  const Builder build(weights, "rnet");
  const auto image = crops(kRNetCrop);
  Node map = Builder::pool(build.activated(image, 1, 3, 3), 3);
  map = Builder::pool(build.activated(map, 2, 28, 3), 3);
  const Node features = build.dense_over_map(build.activated(map, 3, 48, 2), 4, 64, 3);
  return std::make_shared<ov::Model>(
      ov::OutputVector{build.head(features, "dense5_1", 128), build.head(features, "dense5_2", 128)},
      ov::ParameterVector{image});
}

std::shared_ptr<ov::Model> onet(const NetworkWeights& weights) {
  const Builder build(weights, "onet");
  const auto image = crops(kONetCrop);
  Node map = Builder::pool(build.activated(image, 1, 3, 3), 3);
  map = Builder::pool(build.activated(map, 2, 32, 3), 3);
  map = Builder::pool(build.activated(map, 3, 64, 3), 2);
  const Node features = build.dense_over_map(build.activated(map, 4, 64, 2), 5, 128, 3);
  return std::make_shared<ov::Model>(
      ov::OutputVector{build.head(features, "dense6_1", 256), build.head(features, "dense6_2", 256),
                       build.head(features, "dense6_3", 256)},
      ov::ParameterVector{image});
}

/// For one calling thread.
class OpenVinoBackend final : public Backend {
 public:
  OpenVinoBackend(const NetworkWeights& weights, int threads, const std::string& precision)
      : weights_(weights),
        parallel_(threads),
        settings_{ov::inference_num_threads(threads), ov::num_streams(1),
                  ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY),
                  ov::hint::inference_precision(precision == "bf16" ? ov::element::bf16 : ov::element::f32)},
        rnet_(compiled(rnet(weights))),
        onet_(compiled(onet(weights))) {}

  void propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const override {
    cells.clear();
    std::vector<std::vector<float>>& planes = planes_;
    planes.resize(std::max(planes.size(), levels.size()));
    parallel_.for_each(levels.size(), [&](std::size_t index) {
      const Level& level = levels[index];
      planes[index].resize(std::size_t{3} * level.width * level.height);
      sample(*level.view, whole_picture(level.view->displayed_width(), level.view->displayed_height()), level.sampling,
             level.width, level.height, *scratches_.lend(), planes[index].data());
    });
    for (std::size_t index = 0; index < levels.size(); ++index) {
      const Level& level = levels[index];
      ov::InferRequest& request = pnet_of(level);
      const ov::Shape shape{1, 3, static_cast<std::size_t>(level.height), static_cast<std::size_t>(level.width)};
      request.set_input_tensor(ov::Tensor(ov::element::f32, shape, planes[index].data()));
      request.infer();
      collect(request, index, rule.threshold, cells);
    }
  }

  void refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const override {
    if (rois.empty()) return;
    infer(rnet_, rois, kRNetCrop);
    for (std::size_t index = 0; index < rois.size(); ++index) {
      std::copy_n(rnet_.get_output_tensor(0).data<float>() + 2 * index, 2, outputs[index].logits.begin());
      std::copy_n(rnet_.get_output_tensor(1).data<float>() + 4 * index, 4, outputs[index].regression.begin());
    }
  }

  void landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const override {
    if (rois.empty()) return;
    infer(onet_, rois, kONetCrop);
    for (std::size_t index = 0; index < rois.size(); ++index) {
      std::copy_n(onet_.get_output_tensor(0).data<float>() + 2 * index, 2, outputs[index].logits.begin());
      std::copy_n(onet_.get_output_tensor(1).data<float>() + 4 * index, 4, outputs[index].regression.begin());
      std::copy_n(onet_.get_output_tensor(2).data<float>() + 10 * index, 10, outputs[index].landmarks.begin());
    }
  }

 private:
  ov::InferRequest compiled(const std::shared_ptr<ov::Model>& model) const {
    return core_.compile_model(model, "CPU", settings_).create_infer_request();
  }

  ov::InferRequest& pnet_of(const Level& level) const {
    const std::pair size(level.width, level.height);
    const auto known = pnets_.find(size);
    if (known != pnets_.end()) return known->second;
    return pnets_.emplace(size, compiled(pnet(weights_, level.height, level.width))).first->second;
  }

  void infer(ov::InferRequest& request, std::span<const Roi> rois, int side) const {
    const std::size_t crop = std::size_t{3} * side * side;
    crops_.resize(std::max(crops_.size(), rois.size() * crop));
    parallel_.for_each(rois.size(), [&](std::size_t index) {
      const Roi& roi = rois[index];
      sample(*roi.view, roi.region, roi.sampling, side, side, *scratches_.lend(), crops_.data() + index * crop);
    });
    const ov::Shape shape{rois.size(), 3, static_cast<std::size_t>(side), static_cast<std::size_t>(side)};
    request.set_input_tensor(ov::Tensor(ov::element::f32, shape, crops_.data()));
    request.infer();
  }

  static void collect(ov::InferRequest& request, std::size_t level, float threshold, std::vector<Cell>& cells) {
    const ov::Tensor logits = request.get_output_tensor(0);
    const ov::Tensor regression = request.get_output_tensor(1);
    const auto rows = static_cast<int>(logits.get_shape()[2]);
    const auto columns = static_cast<int>(logits.get_shape()[3]);
    const std::size_t plane = static_cast<std::size_t>(rows) * columns;
    const float* const no_face = logits.data<float>();
    const float* const moves = regression.data<float>();
    for (std::size_t place = 0; place < plane; ++place) {
      const float face = no_face[plane + place];
      // Far below any threshold that is used here.
      if (no_face[place] - face > 3 || face_probability(no_face[place], face) < threshold) continue;
      Cell cell{.level = level,
                .row = static_cast<int>(place) / columns,
                .column = static_cast<int>(place) % columns,
                .logits = {no_face[place], face}};
      for (std::size_t side = 0; side < 4; ++side) cell.regression[side] = moves[side * plane + place];
      cells.push_back(cell);
    }
  }

  const NetworkWeights& weights_;
  Parallel parallel_;
  mutable ov::Core core_;
  ov::AnyMap settings_;
  mutable std::map<std::pair<int, int>, ov::InferRequest> pnets_;
  mutable ov::InferRequest rnet_;
  mutable ov::InferRequest onet_;
  mutable Pool<native::Scratch> scratches_;
  mutable std::vector<std::vector<float>> planes_;
  mutable std::vector<float> crops_;
};

}  // namespace

std::unique_ptr<const Backend> make_openvino_backend(const NetworkWeights& weights, int threads,
                                                     const std::string& precision) {
  return std::make_unique<OpenVinoBackend>(weights, threads, precision);
}

}  // namespace mtcnn::bench
