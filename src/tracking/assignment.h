#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace mtcnn::tracking {

/// Pairs rows with columns, each at most once, so that the sum of the costs is the least, by the Hungarian method in
/// O(rows^2 * columns). `costs` holds a row after the other, all finite. Returns the column of each row; none for rows
/// that are left over where there are more of them.
std::vector<std::optional<std::size_t>> assign(const std::vector<double>& costs, std::size_t rows, std::size_t columns);

}  // namespace mtcnn::tracking
