#include "bench/multiply_adds.h"

namespace mtcnn::bench {
namespace {

constexpr std::int64_t convolution(std::int64_t rows, std::int64_t columns, int side, int inputs, int outputs) {
  return rows * columns * side * side * inputs * outputs;
}

}  // namespace

std::int64_t pnet_multiply_adds(int level_width, int level_height, std::int64_t passing_cells) {
  const std::int64_t rows = level_height - 2;
  const std::int64_t columns = level_width - 2;
  const std::int64_t pooled_rows = (rows + 1) / 2;
  const std::int64_t pooled_columns = (columns + 1) / 2;
  return convolution(rows, columns, 3, 3, 10) + convolution(pooled_rows - 2, pooled_columns - 2, 3, 10, 16) +
         convolution(pooled_rows - 4, pooled_columns - 4, 3, 16, 32) +
         convolution(pooled_rows - 4, pooled_columns - 4, 1, 32, 2) + passing_cells * kPNetRegression;
}

std::int64_t rnet_multiply_adds() {
  return convolution(22, 22, 3, 3, 28) + convolution(9, 9, 3, 28, 48) + convolution(3, 3, 2, 48, 64) + 576 * 128 +
         128 * (2 + 4);
}

std::int64_t onet_multiply_adds() {
  return convolution(46, 46, 3, 3, 32) + convolution(21, 21, 3, 32, 64) + convolution(8, 8, 3, 64, 64) +
         convolution(3, 3, 2, 64, 128) + 1152 * 256 + 256 * (2 + 4 + 10);
}

}  // namespace mtcnn::bench
