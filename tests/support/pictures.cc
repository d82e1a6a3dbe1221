#include "support/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace mtcnn::test {
namespace {

const std::uint8_t* pixel(const RgbPicture& picture, int x, int y) {
  return &picture.pixels[3 * (static_cast<std::size_t>(y) * picture.width + x)];
}

std::vector<std::uint8_t> bytes_of(const std::uint8_t* rgb, PixelFormat format) {
  switch (format) {
    case PixelFormat::kBgr:
      return {rgb[2], rgb[1], rgb[0]};
    case PixelFormat::kRgb:
      return {rgb[0], rgb[1], rgb[2]};
    case PixelFormat::kBgra:
      return {rgb[2], rgb[1], rgb[0], 77};
    case PixelFormat::kRgba:
      return {rgb[0], rgb[1], rgb[2], 77};
    case PixelFormat::kGrey:
    case PixelFormat::kNv12:
    case PixelFormat::kI420:
      break;
  }
  return {rgb[0]};
}

/// The displayed position of what is stored at (column, row), by EXIF's own words on where row 0 and column 0 lie.
std::pair<int, int> displayed_position(int orientation, int column, int row, int width, int height) {
  switch (orientation) {
    case 2:
      return {width - 1 - column, row};
    case 3:
      return {width - 1 - column, height - 1 - row};
    case 4:
      return {column, height - 1 - row};
    case 5:
      return {row, column};
    case 6:
      return {width - 1 - row, column};
    case 7:
      return {width - 1 - row, height - 1 - column};
    case 8:
      return {row, height - 1 - column};
    default:
      return {column, row};
  }
}

StoredPicture stored(const RgbPicture& picture, PixelFormat format, int orientation, int gap, bool bottom_up) {
  StoredPicture result;
  result.name = "format " + std::to_string(static_cast<int>(format)) + ", orientation " + std::to_string(orientation) +
                ", gap " + std::to_string(gap) + (bottom_up ? ", bottom up" : "");
  const bool turned = orientation >= 5;
  const int stored_width = turned ? picture.height : picture.width;
  const int stored_height = turned ? picture.width : picture.height;
  std::vector<std::vector<std::uint8_t>> rows;
  for (int row = 0; row < stored_height; ++row) {
    std::vector<std::uint8_t> bytes;
    for (int column = 0; column < stored_width; ++column) {
      const auto [x, y] = displayed_position(orientation, column, row, picture.width, picture.height);
      const std::vector<std::uint8_t> one = bytes_of(pixel(picture, x, y), format);
      bytes.insert(bytes.end(), one.begin(), one.end());
    }
    bytes.resize(bytes.size() + static_cast<std::size_t>(gap), 99);
    rows.push_back(bytes);
  }
  const auto stride = static_cast<std::ptrdiff_t>(rows.front().size());
  if (bottom_up) std::reverse(rows.begin(), rows.end());
  for (const auto& row : rows) result.bytes.insert(result.bytes.end(), row.begin(), row.end());
  result.first_row = bottom_up ? static_cast<std::size_t>(stride) * (rows.size() - 1) : 0;
  result.layout = {.data = nullptr,
                   .stride = bottom_up ? -stride : stride,
                   .width = stored_width,
                   .height = stored_height,
                   .format = format,
                   .orientation = static_cast<Orientation>(orientation)};
  return result;
}

using Colour = std::array<float, 3>;

class Painting {
 public:
  Painting(int width, int height) : width_(width), height_(height) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        pixels_.push_back({90 + 0.2F * static_cast<float>(x), 120 + 0.2F * static_cast<float>(y), 150});
      }
    }
  }

  /// A face of about `size` pixels from chin to hair, its nose at (x, y).
  void draw_face(float x, float y, float size) {
    const auto ellipse = [&](float dx, float dy, float half_width, float half_height, const Colour& colour,
                             float blur) {
      draw_ellipse(x + dx * size, y + dy * size, half_width * size, half_height * size, colour, blur);
    };
    ellipse(0, -0.12F, 0.47F, 0.56F, {50, 35, 30}, 0.15F);   // hair
    ellipse(0, 0.03F, 0.38F, 0.5F, {222, 170, 140}, 0.15F);  // skin
    for (const float side : {-0.17F, 0.17F}) {
      ellipse(side, -0.17F, 0.11F, 0.025F, {70, 45, 35}, 0.5F);      // brow
      ellipse(side, -0.08F, 0.085F, 0.045F, {245, 245, 245}, 0.3F);  // white of the eye
      ellipse(side, -0.08F, 0.04F, 0.045F, {30, 20, 20}, 0.3F);      // iris
    }
    ellipse(0, 0.1F, 0.07F, 0.03F, {170, 110, 90}, 0.5F);   // nose
    ellipse(0, 0.27F, 0.16F, 0.045F, {165, 60, 60}, 0.3F);  // mouth
  }

  RgbPicture picture() const {
    RgbPicture picture{width_, height_, {}};
    for (const Colour& colour : pixels_) {
      for (const float value : colour) picture.pixels.push_back(static_cast<std::uint8_t>(value));
    }
    return picture;
  }

 private:
  /// `blur`: half the width of its soft edge, in radii.
  void draw_ellipse(float x, float y, float half_width, float half_height, const Colour& colour, float blur) {
    for (int row = 0; row < height_; ++row) {
      for (int column = 0; column < width_; ++column) {
        const float distance =
            std::hypot((static_cast<float>(column) - x) / half_width, (static_cast<float>(row) - y) / half_height);
        const float weight = std::clamp((1 + blur - distance) / (2 * blur), 0.0F, 1.0F);
        Colour& pixel = pixels_[static_cast<std::size_t>(row) * width_ + column];
        for (int channel = 0; channel < 3; ++channel) pixel[channel] += weight * (colour[channel] - pixel[channel]);
      }
    }
  }

  int width_;
  int height_;
  std::vector<Colour> pixels_;
};

}  // namespace

ImageView RgbPicture::view() const {
  return {.data = pixels.data(),
          .stride = std::ptrdiff_t{3} * width,
          .width = width,
          .height = height,
          .format = PixelFormat::kRgb};
}

ImageView StoredPicture::view() const {
  ImageView view = layout;
  view.data = bytes.data() + first_row;
  return view;
}

RgbPicture noise(int width, int height) {
  std::mt19937 random(1);
  RgbPicture picture{width, height, {}};
  for (int value = 0; value < 3 * width * height; ++value) {
    picture.pixels.push_back(static_cast<std::uint8_t>(random()));
  }
  return picture;
}

RgbPicture drawn_faces() {
  constexpr int kWidth = 220;
  constexpr int kHeight = 160;
  Painting painting(kWidth, kHeight);
  painting.draw_face(55, 70, 70);
  painting.draw_face(150, 85, 90);
  painting.draw_face(195, 30, 40);
  return painting.picture();
}

std::vector<StoredPicture> stored_in_every_way(const RgbPicture& picture) {
  std::vector<StoredPicture> all;
  for (const PixelFormat format : {PixelFormat::kBgr, PixelFormat::kRgb, PixelFormat::kBgra, PixelFormat::kRgba}) {
    for (int orientation = 1; orientation <= 8; ++orientation)
      all.push_back(stored(picture, format, orientation, 0, false));
  }
  all.push_back(stored(picture, PixelFormat::kRgb, 1, 5, false));
  all.push_back(stored(picture, PixelFormat::kBgra, 1, 0, true));
  all.push_back(stored(picture, PixelFormat::kBgr, 6, 3, true));
  return all;
}

}  // namespace mtcnn::test
