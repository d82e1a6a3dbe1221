#include "backends/native/scheduled_backend.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "backends/native/networks.h"
#include "backends/native/scratch.h"
#include "backends/strongest_cells.h"
#include "base/parallel.h"
#include "base/pool.h"
#include "model/architecture.h"

namespace mtcnn::native {
namespace {

/// A share of the rois of a call.
struct Batch {
  std::size_t first = 0;
  std::size_t count = 0;
};

class ScheduledBackend final : public Backend {
 public:
  ScheduledBackend(std::unique_ptr<const Networks> networks, int threads)
      : networks_(std::move(networks)), parallel_(threads) {}

  void propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const override {
    const auto call = calls_.lend();
    plan_bands(levels, *call);
    parallel_.for_each(call->order.size(), [&](std::size_t index) {
      const std::size_t band = call->order[index];
      std::vector<Cell>& of_band = call->cells_of_bands[band];
      of_band.clear();
      networks_->propose(levels[call->bands[band].level], call->bands[band], rule, *scratches_.lend(), of_band);
      keep_strongest(of_band, rule.most);
    });
    cells.clear();
    for (std::size_t band = 0; band < call->bands.size(); ++band) {
      cells.insert(cells.end(), call->cells_of_bands[band].begin(), call->cells_of_bands[band].end());
    }
  }

  void refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const override {
    for_each_batch(rois.size(), [&](const Batch& batch) {
      networks_->refine(rois.subspan(batch.first, batch.count), *scratches_.lend(),
                        outputs.subspan(batch.first, batch.count));
    });
  }

  void landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const override {
    for_each_batch(rois.size(), [&](const Batch& batch) {
      networks_->landmarks(rois.subspan(batch.first, batch.count), *scratches_.lend(),
                           outputs.subspan(batch.first, batch.count));
    });
  }

 private:
  /// What a call of `propose` needs, kept for the next.
  struct ProposeCall {
    std::vector<Band> bands;         ///< by level and row
    std::vector<std::size_t> order;  ///< indices of bands, the one with the most work first
    std::vector<std::vector<Cell>> cells_of_bands;
  };

  /// Cuts the levels into bands: as few as keep all threads busy to the end, because the rows where two bands meet are
  /// computed twice. The small levels, which come last, even out what the large bands leave.
  void plan_bands(std::span<const Level> levels, ProposeCall& call) const {
    constexpr std::size_t kBandsPerThread = 2;
    constexpr int kFewestRows = 12;
    std::size_t all_cells = 0;
    for (const Level& level : levels) all_cells += cells_of(level);
    const std::size_t threads = parallel_.threads();
    const std::size_t most_cells = threads == 1 ? all_cells : all_cells / (threads * kBandsPerThread) + 1;

    call.bands.clear();
    for (std::size_t index = 0; index < levels.size(); ++index) {
      const int rows = cells_along(levels[index].height);
      const std::size_t wanted = (cells_of(levels[index]) + most_cells - 1) / std::max<std::size_t>(most_cells, 1);
      const int bands = static_cast<int>(std::clamp<std::size_t>(wanted, 1, std::max(rows / kFewestRows, 1)));
      for (int band = 0; band < bands; ++band) {
        const int first = static_cast<int>(std::int64_t{rows} * band / bands);
        const int end = static_cast<int>(std::int64_t{rows} * (band + 1) / bands);
        call.bands.push_back({index, first, end - first});
      }
    }
    if (call.cells_of_bands.size() < call.bands.size()) call.cells_of_bands.resize(call.bands.size());

    call.order.resize(call.bands.size());
    for (std::size_t index = 0; index < call.order.size(); ++index) call.order[index] = index;
    const auto work = [&](std::size_t band) {
      return std::int64_t{call.bands[band].rows} * levels[call.bands[band].level].width;
    };
    std::sort(call.order.begin(), call.order.end(), [&](std::size_t a, std::size_t b) { return work(a) > work(b); });
  }

  static std::size_t cells_of(const Level& level) {
    return static_cast<std::size_t>(cells_along(level.width)) * cells_along(level.height);
  }

  /// Shares the rois out evenly, in batches of at most kRoisAtOnce, the same number for each thread.
  template <class Function>
  void for_each_batch(std::size_t rois, const Function& function) const {
    if (rois == 0) return;
    const std::size_t threads = parallel_.threads();
    const std::size_t fewest = (rois + kRoisAtOnce - 1) / kRoisAtOnce;
    const std::size_t batches = std::min((fewest + threads - 1) / threads * threads, rois);
    parallel_.for_each(batches, [&](std::size_t index) {
      const std::size_t first = rois * index / batches;
      const std::size_t end = rois * (index + 1) / batches;
      function(Batch{first, end - first});
    });
  }

  std::unique_ptr<const Networks> networks_;
  Parallel parallel_;
  mutable Pool<ProposeCall> calls_;
  mutable Pool<Scratch> scratches_;
};

}  // namespace

std::unique_ptr<const Backend> make_scheduled_backend(std::unique_ptr<const Networks> networks, int threads) {
  return std::make_unique<ScheduledBackend>(std::move(networks), threads);
}

}  // namespace mtcnn::native
