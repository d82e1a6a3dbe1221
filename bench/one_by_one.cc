#include "bench/one_by_one.h"

namespace mtcnn::bench {

void OneByOneBackend::propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const {
  cells.clear();
  std::vector<Cell> of_level;
  for (std::size_t level = 0; level < levels.size(); ++level) {
    backend_.propose(levels.subspan(level, 1), rule, of_level);
    for (Cell& cell : of_level) cell.level = level;
    cells.insert(cells.end(), of_level.begin(), of_level.end());
  }
}

void OneByOneBackend::refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const {
  for (std::size_t roi = 0; roi < rois.size(); ++roi) backend_.refine(rois.subspan(roi, 1), outputs.subspan(roi, 1));
}

void OneByOneBackend::landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const {
  for (std::size_t roi = 0; roi < rois.size(); ++roi) backend_.landmarks(rois.subspan(roi, 1), outputs.subspan(roi, 1));
}

}  // namespace mtcnn::bench
