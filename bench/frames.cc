#include "bench/frames.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace mtcnn::bench {

Frames::Frames(const std::string& path, int width, int height, const std::string& format) {
  std::ifstream file(path, std::ios::binary);
  bytes_.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  const bool is_bgr = format == "bgr";
  const std::size_t pixels = static_cast<std::size_t>(width) * height;
  const std::size_t frame_bytes = is_bgr ? 3 * pixels : pixels + pixels / 2;
  if (bytes_.empty() || frame_bytes == 0 || bytes_.size() % frame_bytes != 0) {
    throw std::runtime_error(path + " does not hold frames of " + std::to_string(width) + "x" + std::to_string(height));
  }
  for (std::size_t first = 0; first < bytes_.size(); first += frame_bytes) {
    const std::uint8_t* const data = bytes_.data() + first;
    ImageView view{.data = data, .stride = width, .width = width, .height = height};
    if (is_bgr) {
      view.stride = std::ptrdiff_t{3} * width;
      view.format = PixelFormat::kBgr;
    } else if (format == "nv12") {
      view.format = PixelFormat::kNv12;
      view.chroma[0] = data + pixels;
      view.chroma_strides[0] = width;
    } else {
      view.format = PixelFormat::kI420;
      view.chroma = {data + pixels, data + pixels + pixels / 4};
      view.chroma_strides = {width / 2, width / 2};
    }
    views_.push_back(view);
  }
}

}  // namespace mtcnn::bench
