#include "support/guarded_pictures.h"

#include <random>

#include "image/view.h"

namespace mtcnn::test {
namespace {

constexpr PixelFormat kFormats[] = {PixelFormat::kBgr,  PixelFormat::kRgb,  PixelFormat::kBgra, PixelFormat::kRgba,
                                    PixelFormat::kGrey, PixelFormat::kNv12, PixelFormat::kI420};

constexpr GuardedBytes::Edge kEdges[] = {GuardedBytes::Edge::kFirstByte, GuardedBytes::Edge::kLastByte};

}  // namespace

GuardedPicture::GuardedPicture(int width, int height, PixelFormat format, Orientation orientation,
                               GuardedBytes::Edge edge, Spread spread) {
  const std::ptrdiff_t row_bytes = std::ptrdiff_t{width} * bytes_per_pixel(format);
  view_ = {.stride = row_bytes, .width = width, .height = height, .format = format, .orientation = orientation};
  std::ptrdiff_t bytes = row_bytes * height;
  switch (spread) {
    case Spread::kPacked:
      break;
    case Spread::kEverySecondPixel:
      view_.pixel_stride = std::ptrdiff_t{2} * bytes_per_pixel(format);
      view_.stride = 4 * row_bytes;
      // The last row ends with its last pixel.
      bytes = (height - 1) * view_.stride + (width - 1) * view_.pixel_stride + bytes_per_pixel(format);
      break;
    case Spread::kPlanesOfOneColour:
      view_.pixel_stride = 1;
      view_.stride = width;
      view_.colour_stride = std::ptrdiff_t{width} * height;
      break;
  }
  view_.data = add_plane(static_cast<std::size_t>(bytes), edge);
  const std::ptrdiff_t chroma_columns = (width + 1) / 2;
  const std::size_t chroma_pixels = static_cast<std::size_t>(chroma_columns) * ((height + 1) / 2);
  if (format == PixelFormat::kNv12) {
    view_.chroma[0] = add_plane(2 * chroma_pixels, edge);
    view_.chroma_strides[0] = 2 * chroma_columns;
  }
  if (format == PixelFormat::kI420) {
    view_.chroma = {add_plane(chroma_pixels, edge), add_plane(chroma_pixels, edge)};
    view_.chroma_strides = {chroma_columns, chroma_columns};
    view_.luma_weights = LumaWeights::kBt601;
    view_.luma_range = LumaRange::kFull;
  }
}

const std::uint8_t* GuardedPicture::add_plane(std::size_t bytes, GuardedBytes::Edge edge) {
  std::mt19937 random(static_cast<unsigned>(planes_.size()));
  std::vector<std::uint8_t> noise(bytes);
  for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random());
  planes_.push_back(std::make_unique<GuardedBytes>(noise, edge));
  return planes_.back()->data();
}

std::string GuardedPicture::name() const {
  return std::to_string(view_.width) + "x" + std::to_string(view_.height) + ", format " +
         std::to_string(static_cast<int>(view_.format)) + ", orientation " +
         std::to_string(static_cast<int>(view_.orientation)) + ", a pixel every " + std::to_string(view_.pixel_stride) +
         " bytes";
}

std::vector<std::unique_ptr<GuardedPicture>> guarded_pictures(int width, int height) {
  std::vector<std::unique_ptr<GuardedPicture>> pictures;
  for (const PixelFormat format : kFormats) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      for (const auto edge : kEdges) {
        pictures.push_back(
            std::make_unique<GuardedPicture>(width, height, format, static_cast<Orientation>(orientation), edge));
      }
    }
  }
  const auto add_spread = [&](PixelFormat format, Orientation orientation, Spread spread) {
    for (const auto edge : kEdges) {
      pictures.push_back(std::make_unique<GuardedPicture>(width, height, format, orientation, edge, spread));
    }
  };
  add_spread(PixelFormat::kRgb, Orientation::kUpright, Spread::kPlanesOfOneColour);
  add_spread(PixelFormat::kBgr, Orientation::kRotated90, Spread::kPlanesOfOneColour);
  add_spread(PixelFormat::kBgr, Orientation::kUpright, Spread::kEverySecondPixel);
  add_spread(PixelFormat::kRgba, Orientation::kMirrored, Spread::kEverySecondPixel);
  add_spread(PixelFormat::kGrey, Orientation::kUpright, Spread::kEverySecondPixel);
  return pictures;
}

}  // namespace mtcnn::test
