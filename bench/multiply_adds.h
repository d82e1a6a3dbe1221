#pragma once

#include <cstdint>

namespace mtcnn::bench {

// The multiply-adds of the architecture (src/model/architecture.h): one a tap of every output, nothing for padding, and
// PNet's regression only for the cells that pass.

std::int64_t pnet_multiply_adds(int level_width, int level_height, std::int64_t passing_cells);
inline constexpr std::int64_t kPNetRegression = 32 * 4;
std::int64_t rnet_multiply_adds();
std::int64_t onet_multiply_adds();

}  // namespace mtcnn::bench
