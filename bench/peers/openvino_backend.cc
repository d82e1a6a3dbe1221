#include "bench/peers/openvino_backend.h"

#include <algorithm>
#include <map>
#include <openvino/openvino.hpp>
#include <utility>
#include <vector>

#include "backends/native/scratch.h"
#include "base/parallel.h"
#include "base/pool.h"
#include "bench/sampling.h"
#include "model/architecture.h"
#include "model/score.h"
#include "mtcnn/onnx.h"

namespace mtcnn::bench {
namespace {

/// For one calling thread.
class OpenVinoBackend final : public Backend {
 public:
  OpenVinoBackend(const Weights& weights, int threads, const std::string& precision)
      : parallel_(threads),
        settings_{ov::inference_num_threads(threads), ov::num_streams(1),
                  ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY),
                  ov::hint::inference_precision(precision == "bf16" ? ov::element::bf16 : ov::element::f32)},
        pnet_(model(weights, Network::kPNet)),
        rnet_(compiled(model(weights, Network::kRNet))),
        onet_(compiled(model(weights, Network::kONet))) {}

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
  std::shared_ptr<ov::Model> model(const Weights& weights, Network network) const {
    return core_.read_model(onnx_model(weights, network), ov::Tensor());
  }

  ov::InferRequest compiled(const std::shared_ptr<ov::Model>& model) const {
    return core_.compile_model(model, "CPU", settings_).create_infer_request();
  }

  ov::InferRequest& pnet_of(const Level& level) const {
    const std::pair size(level.width, level.height);
    const auto known = pnets_.find(size);
    if (known != pnets_.end()) return known->second;
    const std::shared_ptr<ov::Model> of_size = pnet_->clone();
    of_size->reshape(ov::PartialShape{1, 3, level.height, level.width});
    return pnets_.emplace(size, compiled(of_size)).first->second;
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

  Parallel parallel_;
  mutable ov::Core core_;
  ov::AnyMap settings_;
  std::shared_ptr<ov::Model> pnet_;
  mutable std::map<std::pair<int, int>, ov::InferRequest> pnets_;
  mutable ov::InferRequest rnet_;
  mutable ov::InferRequest onet_;
  mutable Pool<native::Scratch> scratches_;
  mutable std::vector<std::vector<float>> planes_;
  mutable std::vector<float> crops_;
};

}  // namespace

std::unique_ptr<const Backend> make_openvino_backend(const Weights& weights, int threads,
                                                     const std::string& precision) {
  return std::make_unique<OpenVinoBackend>(weights, threads, precision);
}

}  // namespace mtcnn::bench
