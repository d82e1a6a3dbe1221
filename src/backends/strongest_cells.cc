#include "backends/strongest_cells.h"

#include <algorithm>
#include <functional>

namespace mtcnn {
namespace {

float strength(const Cell& cell) { return cell.logits[1] - cell.logits[0]; }

}  // namespace

std::span<Cell> strongest(std::span<Cell> cells, std::size_t most) {
  if (cells.size() <= most) return cells;
  if (most == 0) return {};

  std::vector<float> strengths(cells.size());
  std::ranges::transform(cells, strengths.begin(), strength);
  const auto last = strengths.begin() + static_cast<std::ptrdiff_t>(most) - 1;
  std::ranges::nth_element(strengths, last, std::greater<>());
  const float least = *last;
  auto equal_ones = most - static_cast<std::size_t>(std::ranges::count_if(
                               strengths.begin(), last, [&](float strength) { return strength > least; }));

  const auto stays = [&](const Cell& cell) {
    if (strength(cell) != least) return strength(cell) > least;
    if (equal_ones == 0) return false;
    --equal_ones;
    return true;
  };
  std::size_t kept = 0;
  for (const Cell& cell : cells) {
    if (stays(cell)) cells[kept++] = cell;
  }
  return cells.first(kept);
}

void keep_strongest(std::vector<Cell>& cells, std::size_t most) { cells.resize(strongest(cells, most).size()); }

}  // namespace mtcnn
