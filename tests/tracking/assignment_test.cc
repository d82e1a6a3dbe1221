#include "tracking/assignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

namespace mtcnn::test {
namespace {

using tracking::assign;
using Pairs = std::vector<std::optional<std::size_t>>;

double total(const std::vector<double>& costs, std::size_t columns, const Pairs& pairs) {
  double sum = 0;
  for (std::size_t row = 0; row < pairs.size(); ++row) {
    if (pairs[row]) sum += costs[row * columns + *pairs[row]];
  }
  return sum;
}

/// By trying every order of the longer side.
double least_total(const std::vector<double>& costs, std::size_t rows, std::size_t columns) {
  std::vector<std::size_t> order(std::max(rows, columns));
  std::iota(order.begin(), order.end(), 0);
  double least = 1e300;
  do {
    double sum = 0;
    for (std::size_t index = 0; index < std::min(rows, columns); ++index) {
      sum += rows <= columns ? costs[index * columns + order[index]] : costs[order[index] * columns + index];
    }
    least = std::min(least, sum);
  } while (std::next_permutation(order.begin(), order.end()));
  return least;
}

TEST(Assignment, IsTheCheapestOfAll) {
  std::mt19937 random(7);
  for (std::size_t rows = 1; rows <= 6; ++rows) {
    for (std::size_t columns = 1; columns <= 6; ++columns) {
      for (int round = 0; round < 20; ++round) {
        std::vector<double> costs(rows * columns);
        for (double& cost : costs) cost = static_cast<double>(random() % 50) - 25;
        const Pairs pairs = assign(costs, rows, columns);
        ASSERT_EQ(pairs.size(), rows);
        std::set<std::size_t> used;
        for (const auto& column : pairs) {
          if (column) {
            EXPECT_TRUE(used.insert(*column).second);
          }
        }
        EXPECT_EQ(used.size(), std::min(rows, columns));
        EXPECT_EQ(total(costs, columns, pairs), least_total(costs, rows, columns)) << rows << " x " << columns;
      }
    }
  }
}

TEST(Assignment, OfNothingIsNothing) {
  EXPECT_TRUE(assign({}, 0, 3).empty());
  EXPECT_EQ(assign({}, 2, 0), Pairs(2));
}

}  // namespace
}  // namespace mtcnn::test
