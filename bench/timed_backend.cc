#include "bench/timed_backend.h"

#include <chrono>

#include "bench/multiply_adds.h"

namespace mtcnn::bench {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

void TimedBackend::propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const {
  const double start = now();
  backend_.propose(levels, rule, cells);
  times_.pnet_seconds += now() - start;
  for (const Level& level : levels) times_.multiply_adds += pnet_multiply_adds(level.width, level.height, 0);
  times_.multiply_adds += static_cast<std::int64_t>(cells.size()) * kPNetRegression;
  levels_.insert(levels_.end(), levels.begin(), levels.end());
}

void TimedBackend::refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const {
  const double start = now();
  backend_.refine(rois, outputs);
  times_.rnet_seconds += now() - start;
  times_.refined += static_cast<std::int64_t>(rois.size());
  times_.multiply_adds += static_cast<std::int64_t>(rois.size()) * rnet_multiply_adds();
  rnet_rois_.insert(rnet_rois_.end(), rois.begin(), rois.end());
}

void TimedBackend::landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const {
  const double start = now();
  backend_.landmarks(rois, outputs);
  times_.onet_seconds += now() - start;
  times_.landmarked += static_cast<std::int64_t>(rois.size());
  times_.multiply_adds += static_cast<std::int64_t>(rois.size()) * onet_multiply_adds();
  onet_rois_.insert(onet_rois_.end(), rois.begin(), rois.end());
}

}  // namespace mtcnn::bench
