#include "backends/strongest_cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace mtcnn::test {
namespace {

/// Cells of one level, a column each, with so many different strengths that some are equal.
std::vector<Cell> random_cells(int count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> strength(-20, 20);
  std::vector<Cell> cells;
  for (int column = 0; column < count; ++column) {
    cells.push_back({.column = column, .logits = {0, static_cast<float>(strength(random))}});
  }
  return cells;
}

/// The plain way: sort, cut off, and put back in order.
std::vector<int> expected_columns(std::vector<Cell> cells, std::size_t most) {
  std::ranges::stable_sort(cells, [](const Cell& a, const Cell& b) { return a.logits[1] > b.logits[1]; });
  cells.resize(std::min(cells.size(), most));
  std::vector<int> columns;
  for (const Cell& cell : cells) columns.push_back(cell.column);
  std::ranges::sort(columns);
  return columns;
}

std::vector<int> columns_of(std::span<const Cell> cells) {
  std::vector<int> columns;
  for (const Cell& cell : cells) columns.push_back(cell.column);
  return columns;
}

TEST(StrongestCells, AreThoseOfASortInTheirOrder) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const std::vector<Cell> all = random_cells(100, seed);
    for (const std::size_t most : {0, 1, 7, 50, 99, 100, 1000}) {
      std::vector<Cell> cells = all;
      EXPECT_EQ(columns_of(strongest(cells, most)), expected_columns(all, most)) << most;
    }
  }
}

TEST(StrongestCells, OfPartsAreThoseOfTheWhole) {
  constexpr std::size_t kMost = 30;
  std::vector<Cell> whole = random_cells(200, 1);
  std::vector<Cell> of_parts;
  for (std::size_t first = 0; first < whole.size(); first += 50) {
    std::vector<Cell> part(whole.begin() + static_cast<std::ptrdiff_t>(first),
                           whole.begin() + static_cast<std::ptrdiff_t>(first) + 50);
    keep_strongest(part, kMost);
    of_parts.insert(of_parts.end(), part.begin(), part.end());
  }
  keep_strongest(of_parts, kMost);
  keep_strongest(whole, kMost);
  EXPECT_EQ(columns_of(of_parts), columns_of(whole));
}

}  // namespace
}  // namespace mtcnn::test
