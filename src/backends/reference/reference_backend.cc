#include "backends/reference/reference_backend.h"

#include <algorithm>

#include "backends/reference/networks.h"
#include "backends/reference/plain_sampler.h"
#include "backends/strongest_cells.h"
#include "base/cpu.h"
#include "base/parallel.h"
#include "model/architecture.h"
#include "model/score.h"

namespace mtcnn {
namespace reference {
namespace {

/// Rows of cells that are computed at a time: it bounds the memory, and gives the threads their shares.
constexpr int kBandRows = 16;

struct Band {
  std::size_t level = 0;
  int first_row = 0;  ///< of cells
  int rows = 0;
};

class ReferenceBackend final : public Backend {
 public:
  ReferenceBackend(const NetworkWeights& weights, int threads)
      : pnet_(weights), rnet_(weights), onet_(weights), parallel_(threads) {}

  void propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const override {
    std::vector<Band> bands;
    for (std::size_t level = 0; level < levels.size(); ++level) {
      const int rows = cells_along(levels[level].height);
      for (int row = 0; row < rows; row += kBandRows) bands.push_back({level, row, std::min(kBandRows, rows - row)});
    }
    std::vector<std::vector<Cell>> cells_of_bands(bands.size());
    parallel_.for_each(bands.size(), [&](std::size_t index) {
      cells_of_bands[index] = propose_band(levels[bands[index].level], bands[index], rule.threshold);
      keep_strongest(cells_of_bands[index], rule.most);
    });
    cells.clear();
    for (const auto& of_band : cells_of_bands) cells.insert(cells.end(), of_band.begin(), of_band.end());
  }

  void refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const override {
    parallel_.for_each(rois.size(), [&](std::size_t index) { outputs[index] = rnet_(crop(rois[index], kRNetCrop)); });
  }

  void landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const override {
    parallel_.for_each(rois.size(), [&](std::size_t index) { outputs[index] = onet_(crop(rois[index], kONetCrop)); });
  }

 private:
  std::vector<Cell> propose_band(const Level& level, const Band& band, float threshold) const {
    const ImageView& view = *level.view;
    const Region whole = whole_picture(view.displayed_width(), view.displayed_height());
    const int first_pixel_row = band.first_row * kPNetStride;
    const int pixel_rows = (band.rows - 1) * kPNetStride + kPNetWindow;
    // The last window of an odd side is cut off by a pixel.
    const int available_rows = std::min(pixel_rows, level.height - first_pixel_row);
    const PNet::Output output =
        pnet_(sample(view, whole, level.sampling, {level.width, level.height, first_pixel_row, available_rows}));

    std::vector<Cell> cells;
    for (int row = 0; row < output.logits.rows; ++row) {
      for (int column = 0; column < output.logits.columns; ++column) {
        const float* const logits = output.logits.at(row, column);
        if (!(face_probability(logits[0], logits[1]) >= threshold)) continue;
        Cell cell{.level = band.level, .row = band.first_row + row, .column = column};
        std::copy_n(logits, cell.logits.size(), cell.logits.begin());
        std::copy_n(output.regression.at(row, column), cell.regression.size(), cell.regression.begin());
        cells.push_back(cell);
      }
    }
    return cells;
  }

  static Map crop(const Roi& roi, int side) {
    return sample(*roi.view, roi.region, roi.sampling, {side, side, 0, side});
  }

  PNet pnet_;
  RNet rnet_;
  ONet onet_;
  Parallel parallel_;
};

}  // namespace
}  // namespace reference

std::unique_ptr<const Backend> make_reference_backend(const NetworkWeights& weights, int threads) {
  return std::make_unique<reference::ReferenceBackend>(weights, threads);
}

BackendInfo describe_reference_backend() {
  BackendInfo info{.name = "reference", .compiled = {"generic", "fma"}, .available = {"generic"}, .active = "generic"};
  if (cpu_has_fma()) {
    info.available.emplace_back("fma");
    info.active = "fma";
  }
  return info;
}

}  // namespace mtcnn
