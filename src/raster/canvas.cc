#include "raster/canvas.h"

#include "image/pixel_reader.h"
#include "image/view.h"

namespace mtcnn::raster {
namespace {

/// Where a stored pixel has its colours.
struct Channels {
  int blue;
  int green;
  int red;
};

Channels channels_of(PixelFormat format) {
  switch (format) {
    case PixelFormat::kBgr:
    case PixelFormat::kBgra:
      return {0, 1, 2};
    case PixelFormat::kRgb:
    case PixelFormat::kRgba:
      return {2, 1, 0};
    case PixelFormat::kGrey:
    case PixelFormat::kNv12:
    case PixelFormat::kI420:
      break;
  }
  return {0, 0, 0};
}

const std::uint8_t* stored_pixel(const ImageView& image, int x, int y) {
  const StoredPosition position = stored_position(image, x, y);
  return image.data + position.row * image.stride + std::ptrdiff_t{position.column} * bytes_per_pixel(image.format);
}

void draw_interleaved(const ImageView& image, Canvas& canvas) {
  const Channels channels = channels_of(image.format);
  // Neighbours of a displayed row are equally far apart in memory, whatever the orientation.
  const std::ptrdiff_t step = canvas.width > 1 ? stored_pixel(image, 1, 0) - stored_pixel(image, 0, 0) : 0;
  std::uint8_t* drawn = canvas.pixels.data();
  for (int y = 0; y < canvas.height; ++y) {
    const std::uint8_t* const row = stored_pixel(image, 0, y);
    for (int x = 0; x < canvas.width; ++x) {
      const std::uint8_t* const stored = row + x * step;
      drawn[0] = stored[channels.blue];
      drawn[1] = stored[channels.green];
      drawn[2] = stored[channels.red];
      drawn[3] = 255;
      drawn += 4;
    }
  }
}

void draw_planes(const ImageView& image, Canvas& canvas) {
  const PixelReader pixel(image);
  std::uint8_t* drawn = canvas.pixels.data();
  for (int y = 0; y < canvas.height; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      const auto [red, green, blue] = pixel(x, y);
      drawn[0] = blue;
      drawn[1] = green;
      drawn[2] = red;
      drawn[3] = 255;
      drawn += 4;
    }
  }
}

}  // namespace

Canvas make_canvas(const ImageView& image) {
  check_view(image);
  Canvas canvas{image.displayed_width(), image.displayed_height(), {}};
  canvas.pixels.resize(static_cast<std::size_t>(canvas.stride()) * static_cast<std::size_t>(canvas.height));
  if (image.format == PixelFormat::kNv12 || image.format == PixelFormat::kI420) {
    draw_planes(image, canvas);
  } else {
    draw_interleaved(image, canvas);
  }
  return canvas;
}

}  // namespace mtcnn::raster
