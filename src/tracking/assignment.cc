#include "tracking/assignment.h"

#include <limits>

namespace mtcnn::tracking {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// For at most as many rows as columns. Rows join one after the other; each takes the shortest augmenting path, by
/// Dijkstra's method over costs that are reduced by a potential of each row and column.
class Matching {
 public:
  Matching(const std::vector<double>& costs, std::size_t rows, std::size_t columns, bool is_transposed)
      : costs_(costs),
        rows_(rows),
        columns_(columns),
        is_transposed_(is_transposed),
        row_potentials_(rows, 0),
        column_potentials_(columns, 0),
        row_of_column_(columns, kNone) {}

  /// The row of each column, or kNone.
  const std::vector<std::size_t>& solve() {
    for (std::size_t row = 0; row < rows_; ++row) add(row);
    return row_of_column_;
  }

 private:
  double cost(std::size_t row, std::size_t column) const {
    return is_transposed_ ? costs_[column * rows_ + row] : costs_[row * columns_ + column];
  }

  void add(std::size_t new_row) {
    std::vector<double> distances(columns_, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> previous(columns_, kNone);  // the column before, on the path to this one
    std::vector<bool> is_final(columns_, false);
    std::size_t row = new_row;
    std::size_t column = kNone;
    double distance = 0;
    do {
      const std::size_t from = column;
      for (std::size_t next = 0; next < columns_; ++next) {
        if (is_final[next]) continue;
        const double length = distance + cost(row, next) - row_potentials_[row] - column_potentials_[next];
        if (length >= distances[next]) continue;
        distances[next] = length;
        previous[next] = from;
      }
      column = nearest(distances, is_final);
      is_final[column] = true;
      distance = distances[column];
      row = row_of_column_[column];
    } while (row != kNone);

    row_potentials_[new_row] += distance;
    for (std::size_t reached = 0; reached < columns_; ++reached) {
      if (!is_final[reached] || reached == column) continue;
      row_potentials_[row_of_column_[reached]] += distance - distances[reached];
      column_potentials_[reached] -= distance - distances[reached];
    }
    while (previous[column] != kNone) {
      row_of_column_[column] = row_of_column_[previous[column]];
      column = previous[column];
    }
    row_of_column_[column] = new_row;
  }

  static std::size_t nearest(const std::vector<double>& distances, const std::vector<bool>& is_final) {
    std::size_t best = kNone;
    for (std::size_t column = 0; column < distances.size(); ++column) {
      if (!is_final[column] && (best == kNone || distances[column] < distances[best])) best = column;
    }
    return best;
  }

  const std::vector<double>& costs_;
  std::size_t rows_;
  std::size_t columns_;
  bool is_transposed_;
  std::vector<double> row_potentials_;
  std::vector<double> column_potentials_;
  std::vector<std::size_t> row_of_column_;
};

}  // namespace

std::vector<std::optional<std::size_t>> assign(const std::vector<double>& costs, std::size_t rows,
                                               std::size_t columns) {
  std::vector<std::optional<std::size_t>> column_of_row(rows);
  const bool is_transposed = rows > columns;
  Matching matching(costs, is_transposed ? columns : rows, is_transposed ? rows : columns, is_transposed);
  const std::vector<std::size_t>& partners = matching.solve();
  for (std::size_t index = 0; index < partners.size(); ++index) {
    if (partners[index] == kNone) continue;
    if (is_transposed) {
      column_of_row[index] = partners[index];
    } else {
      column_of_row[partners[index]] = index;
    }
  }
  return column_of_row;
}

}  // namespace mtcnn::tracking
