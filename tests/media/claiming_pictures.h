#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "media/sample_pictures.h"

// Pictures whose headers claim some size, with next to nothing behind them.

namespace mtcnn::test {

struct Claim {
  std::string format;
  std::uint32_t least = 0;  ///< that the format can claim of a side
  std::uint32_t most = 0;
  Bytes (*make)(std::uint32_t width, std::uint32_t height) = nullptr;
};

/// One for each way to write a size that is read.
const std::vector<Claim>& claims();

/// Those of the claims that can claim the size.
std::vector<EncodedPicture> claiming(std::uint32_t width, std::uint32_t height);

}  // namespace mtcnn::test
