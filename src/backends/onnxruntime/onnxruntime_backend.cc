#include "backends/onnxruntime/onnxruntime_backend.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "backends/native/instruction_sets.h"
#include "backends/native/plane_sampler.h"
#include "backends/native/scheduled_backend.h"
#include "backends/onnxruntime/library.h"
#include "backends/onnxruntime/session.h"
#include "base/pool.h"
#include "model/architecture.h"
#include "model/score.h"
#include "mtcnn/onnx.h"

namespace mtcnn {
namespace onnxruntime {
namespace {

using native::Band;
using native::Scratch;

Tensor map_of(float* values, std::size_t batch, int channels, int rows, int columns) {
  return {values, {static_cast<std::int64_t>(batch), channels, rows, columns}, 4};
}

Tensor rows_of(float* values, std::size_t batch, int numbers) {
  return {values, {static_cast<std::int64_t>(batch), numbers}, 2};
}

/// Gives each roi its numbers out of a tensor of (rois, numbers).
template <class Outputs, class Member>
void hand_out(const Tensor& tensor, Outputs outputs, Member member) {
  for (std::size_t index = 0; index < outputs.size(); ++index) {
    auto& numbers = outputs[index].*member;
    std::copy_n(tensor.values + index * numbers.size(), numbers.size(), numbers.begin());
  }
}

class OnnxNetworks final : public native::Networks {
 public:
  OnnxNetworks(const Weights& weights, const OnnxRuntimeOptions& options, native::PlaneSampler sampler, bool half)
      : library_(options.library),
        sampler_(sampler),
        pnet_(library_, onnx_model(weights, Network::kPNet, {.half = half}), options.providers,
              {"logits", "regression"}),
        rnet_(library_, onnx_model(weights, Network::kRNet, {.half = half}), options.providers,
              {"logits", "regression"}),
        onet_(library_, onnx_model(weights, Network::kONet, {.half = half}), options.providers,
              {"logits", "regression", "landmarks"}) {}

  void propose(const Level& level, const Band& band, const CellRule& rule, Scratch& scratch,
               std::vector<Cell>& cells) const override {
    const ImageView& view = *level.view;
    const Region whole = whole_picture(view.displayed_width(), view.displayed_height());
    const int first_row = band.first_row * kPNetStride;
    // The last window of an odd side is cut off by a pixel.
    const int rows = std::min((band.rows - 1) * kPNetStride + kPNetWindow, level.height - first_row);
    const auto pixels = inputs_.lend();
    pixels->resize(std::size_t{3} * rows * level.width);
    sampler_(view, whole, level.sampling, {level.width, level.height, first_row, rows}, scratch, pixels->data());

    scratch.clear();
    const int columns = cells_along(level.width);
    const std::size_t count = static_cast<std::size_t>(band.rows) * columns;
    const Tensor logits = map_of(scratch.take<float>(2 * count), 1, 2, band.rows, columns);
    const Tensor regression = map_of(scratch.take<float>(4 * count), 1, 4, band.rows, columns);
    pnet_.run(map_of(pixels->data(), 1, 3, rows, level.width), std::vector{logits, regression});
    collect(logits, regression, band, rule.threshold, cells);
  }

  void refine(std::span<const Roi> rois, Scratch& scratch, std::span<RNetOutput> outputs) const override {
    const auto crops = inputs_.lend();
    sample(rois, kRNetCrop, scratch, *crops);
    scratch.clear();
    const Tensor logits = rows_of(scratch.take<float>(2 * rois.size()), rois.size(), 2);
    const Tensor regression = rows_of(scratch.take<float>(4 * rois.size()), rois.size(), 4);
    rnet_.run(map_of(crops->data(), rois.size(), 3, kRNetCrop, kRNetCrop), std::vector{logits, regression});
    hand_out(logits, outputs, &RNetOutput::logits);
    hand_out(regression, outputs, &RNetOutput::regression);
  }

  void landmarks(std::span<const Roi> rois, Scratch& scratch, std::span<ONetOutput> outputs) const override {
    const auto crops = inputs_.lend();
    sample(rois, kONetCrop, scratch, *crops);
    scratch.clear();
    const Tensor logits = rows_of(scratch.take<float>(2 * rois.size()), rois.size(), 2);
    const Tensor regression = rows_of(scratch.take<float>(4 * rois.size()), rois.size(), 4);
    const Tensor landmarks = rows_of(scratch.take<float>(10 * rois.size()), rois.size(), 10);
    onet_.run(map_of(crops->data(), rois.size(), 3, kONetCrop, kONetCrop), std::vector{logits, regression, landmarks});
    hand_out(logits, outputs, &ONetOutput::logits);
    hand_out(regression, outputs, &ONetOutput::regression);
    hand_out(landmarks, outputs, &ONetOutput::landmarks);
  }

 private:
  void sample(std::span<const Roi> rois, int side, Scratch& scratch, std::vector<float>& crops) const {
    const std::size_t crop = std::size_t{3} * side * side;
    crops.resize(rois.size() * crop);
    for (std::size_t index = 0; index < rois.size(); ++index) {
      const Roi& roi = rois[index];
      sampler_(*roi.view, roi.region, roi.sampling, {side, side, 0, side}, scratch, crops.data() + index * crop);
    }
  }

  static void collect(const Tensor& logits, const Tensor& regression, const Band& band, float threshold,
                      std::vector<Cell>& cells) {
    const auto rows = static_cast<int>(logits.shape[2]);
    const auto columns = static_cast<int>(logits.shape[3]);
    const std::size_t plane = static_cast<std::size_t>(rows) * columns;
    for (std::size_t place = 0; place < plane; ++place) {
      const std::array scores{logits.values[place], logits.values[plane + place]};
      if (!(face_probability(scores[0], scores[1]) >= threshold)) continue;
      Cell cell{.level = band.level,
                .row = band.first_row + static_cast<int>(place) / columns,
                .column = static_cast<int>(place) % columns,
                .logits = scores};
      for (std::size_t side = 0; side < cell.regression.size(); ++side) {
        cell.regression[side] = regression.values[side * plane + place];
      }
      cells.push_back(cell);
    }
  }

  Library library_;
  native::PlaneSampler sampler_;
  Session pnet_;
  Session rnet_;
  Session onet_;
  /// What the networks read. Sampling clears the scratch, so that its output lies elsewhere.
  mutable Pool<std::vector<float>> inputs_;
};

}  // namespace
}  // namespace onnxruntime

std::unique_ptr<const Backend> make_onnxruntime_backend(const Weights& weights, int threads,
                                                        const OnnxRuntimeOptions& options, bool half) {
  const native::PlaneSampler sampler = native::plane_sampler(native::required_instruction_set("onnxruntime").target);
  return native::make_scheduled_backend(std::make_unique<onnxruntime::OnnxNetworks>(weights, options, sampler, half),
                                        threads);
}

BackendInfo describe_onnxruntime_backend() {
  return {.name = "onnxruntime", .compiled = {}, .available = {}, .active = {}};
}

OnnxRuntimeInfo onnxruntime_info(const std::string& library) {
  const onnxruntime::Library found(library);
  OnnxRuntimeInfo info{.version = found.version(), .providers = {}};
  for (const std::string& provider : found.providers()) info.providers.push_back(onnxruntime::provider_name(provider));
  return info;
}

}  // namespace mtcnn
