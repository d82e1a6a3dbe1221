#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mtcnn/image_view.h"

namespace mtcnn::bench {

/// Frames of one size in memory, as a file holds them one behind the other.
class Frames {
 public:
  /// `format`: "bgr", "nv12" or "i420". Throws std::runtime_error where the file does not hold whole frames of that
  /// size.
  Frames(const std::string& path, int width, int height, const std::string& format);

  const std::vector<ImageView>& views() const { return views_; }

 private:
  std::vector<std::uint8_t> bytes_;
  std::vector<ImageView> views_;
};

}  // namespace mtcnn::bench
