#include "detector/punctual_backend.h"

#include <algorithm>
#include <string>

#include "base/number_text.h"
#include "mtcnn/error.h"

namespace mtcnn {
namespace {

/// Few enough to be soon done with, and enough for a batch on each of many threads.
constexpr std::size_t kRoisOfPart = 256;

/// Calls function(first, count) for the parts of `rois`.
template <class Function>
void for_each_part(std::size_t rois, const Function& function) {
  for (std::size_t first = 0; first < rois; first += kRoisOfPart) function(first, std::min(kRoisOfPart, rois - first));
}

}  // namespace

void PunctualBackend::propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const {
  cells.clear();
  std::vector<Cell> of_level;
  for (std::size_t level = 0; level < levels.size(); ++level) {
    backend_.propose(levels.subspan(level, 1), rule, of_level);
    for (Cell& cell : of_level) cell.level = level;
    cells.insert(cells.end(), of_level.begin(), of_level.end());
    check("PNet");
  }
}

void PunctualBackend::refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const {
  for_each_part(rois.size(), [&](std::size_t first, std::size_t count) {
    backend_.refine(rois.subspan(first, count), outputs.subspan(first, count));
    check("RNet");
  });
}

void PunctualBackend::landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const {
  for_each_part(rois.size(), [&](std::size_t first, std::size_t count) {
    backend_.landmarks(rois.subspan(first, count), outputs.subspan(first, count));
    check("ONet");
  });
}

void PunctualBackend::check(const char* network) const {
  const double taken = std::chrono::duration<double>(Clock::now() - start_).count();
  if (taken <= seconds_) return;
  throw Error(ErrorCode::kDeadline, ErrorStage::kDetect,
              "the search was given up in " + std::string(network) + ", because it took longer than the deadline of " +
                  number_text(seconds_) + " seconds",
              {.where = network, .limit = seconds_, .actual = taken});
}

}  // namespace mtcnn
