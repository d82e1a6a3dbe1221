#include "cli/job/events.h"

#include <cstdlib>

namespace mtcnn::cli {
namespace {

/// Of an event without pixels, so that not even these can pile up.
constexpr std::size_t kFewestBytes = 1024;

}  // namespace

std::size_t Item::bytes() const {
  if (!frame || !frame->pixels) return kFewestBytes + picture.pixels.size();
  // Planes of chroma add half of the luma.
  const std::size_t plane = static_cast<std::size_t>(std::abs(frame->view.stride)) * frame->view.height;
  return kFewestBytes + plane + plane / 2;
}

void Item::drop_pixels() {
  picture.pixels = {};
  if (frame) frame->pixels.reset();
}

std::size_t bytes_of(const Event& event) {
  const Item* const item = std::get_if<Item>(&event);
  return item != nullptr ? item->bytes() : kFewestBytes;
}

}  // namespace mtcnn::cli
