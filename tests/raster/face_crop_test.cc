#include "raster/face_crop.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mtcnn/error.h"
#include "support/pictures.h"

namespace mtcnn::test {
namespace {

using raster::Canvas;
using raster::crop_face;
using Landmarks = std::array<Point, kLandmarkCount>;

constexpr Landmarks kTemplate = {
    {{38.2946F, 51.6963F}, {73.5318F, 51.5014F}, {56.0252F, 71.7366F}, {41.5493F, 92.3655F}, {70.7299F, 92.2041F}}};

/// The template, scaled and turned about the origin, and moved.
Landmarks placed(double scale, double degrees, double right, double down) {
  Landmarks landmarks = kTemplate;
  const double angle = degrees * std::acos(-1.0) / 180;
  for (Point& point : landmarks) {
    const Point from = point;
    point.x = static_cast<float>(scale * (std::cos(angle) * from.x - std::sin(angle) * from.y) + right);
    point.y = static_cast<float>(scale * (std::sin(angle) * from.x + std::cos(angle) * from.y) + down);
  }
  return landmarks;
}

/// Red, green and blue at a place of a crop.
std::array<int, 3> colour_at(const Canvas& canvas, int x, int y) {
  const std::uint8_t* const pixel = canvas.pixels.data() + y * canvas.stride() + std::ptrdiff_t{4} * x;
  return {pixel[2], pixel[1], pixel[0]};
}

/// Of a picture in which red tells the column and green the row.
RgbPicture coordinates() {
  RgbPicture picture = noise(250, 250);
  for (int y = 0; y < 250; ++y) {
    for (int x = 0; x < 250; ++x) {
      std::uint8_t* const pixel = picture.pixels.data() + std::ptrdiff_t{3} * (y * 250 + x);
      pixel[0] = static_cast<std::uint8_t>(x);
      pixel[1] = static_cast<std::uint8_t>(y);
      pixel[2] = 7;
    }
  }
  return picture;
}

TEST(FaceCrop, LandmarksComeToTheirPlaces) {
  const RgbPicture picture = coordinates();
  const Landmarks landmarks = placed(0.9, 30, 95, 10);
  const Canvas crop = crop_face(picture.view(), landmarks, {});
  ASSERT_EQ(crop.width, 112);
  ASSERT_EQ(crop.height, 112);
  for (std::size_t landmark = 0; landmark < kLandmarkCount; ++landmark) {
    const auto [red, green, blue] = colour_at(crop, static_cast<int>(std::lround(kTemplate[landmark].x)),
                                              static_cast<int>(std::lround(kTemplate[landmark].y)));
    EXPECT_NEAR(red, landmarks[landmark].x, 1.5);
    EXPECT_NEAR(green, landmarks[landmark].y, 1.5);
    EXPECT_EQ(blue, 7);
  }
}

TEST(FaceCrop, OfAFaceThatStandsInPlaceIsThePictureItself) {
  const RgbPicture picture = noise(112, 112);
  const Canvas crop = crop_face(picture.view(), kTemplate, {});
  for (int y = 0; y < 112; ++y) {
    for (int x = 0; x < 112; ++x) {
      const std::uint8_t* const pixel = picture.pixels.data() + std::ptrdiff_t{3} * (y * 112 + x);
      EXPECT_EQ(colour_at(crop, x, y), (std::array<int, 3>{pixel[0], pixel[1], pixel[2]}));
    }
  }
}

TEST(FaceCrop, SideAndMarginAreAsAsked) {
  const RgbPicture picture = coordinates();
  const Landmarks landmarks = placed(1, 0, 60, 60);
  const Canvas crop = crop_face(picture.view(), landmarks, {.side = 224, .margin = 0.5});
  ASSERT_EQ(crop.width, 224);
  // Twice the pixels for twice the picture: the scale is that of the picture, half a side further out.
  EXPECT_EQ(colour_at(crop, 100, 120), (std::array<int, 3>{100 - 56 + 60, 120 - 56 + 60, 7}));
}

TEST(FaceCrop, BeyondThePictureItIsBlack) {
  const RgbPicture picture = coordinates();
  const Canvas crop = crop_face(picture.view(), placed(1, 0, -56, 0), {});
  EXPECT_EQ(colour_at(crop, 10, 50), (std::array<int, 3>{0, 0, 0}));
  EXPECT_EQ(colour_at(crop, 80, 50), (std::array<int, 3>{24, 50, 7}));
}

TEST(FaceCrop, LandmarksAtOnePlaceAreRefused) {
  const RgbPicture picture = coordinates();
  Landmarks landmarks;
  landmarks.fill({50, 50});
  EXPECT_THROW(crop_face(picture.view(), landmarks, {}), Error);
}

}  // namespace
}  // namespace mtcnn::test
