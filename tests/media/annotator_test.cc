#include "media/annotator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "image/view.h"
#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

using media::annotate;
using raster::Canvas;
using raster::make_canvas;

/// A picture of one shade, and what is needed to look at it.
struct PlainPicture {
  PlainPicture(int width, int height, std::uint8_t shade = 128, PixelFormat format = PixelFormat::kGrey)
      : pixels(static_cast<std::size_t>(width) * height * bytes_per_pixel(format), shade),
        view{pixels.data(), std::ptrdiff_t{width} * bytes_per_pixel(format), width, height, format} {}

  std::vector<std::uint8_t> pixels;
  ImageView view;
};

Face face_in(float x, float y, float side, float score = 0.987F) {
  const auto at = [&](float right, float down) { return Point{x + right * side, y + down * side}; };
  return {{x, y, side, side},
          score,
          {{at(0.3F, 0.35F), at(0.7F, 0.35F), at(0.5F, 0.6F), at(0.35F, 0.8F), at(0.65F, 0.8F)}}};
}

const std::uint8_t* pixel(const Canvas& canvas, double x, double y) {
  return &canvas.pixels[static_cast<std::size_t>(static_cast<int>(y) * canvas.stride() + 4 * static_cast<int>(x))];
}

/// The largest change of a channel within `reach` pixels of a position.
int change_near(const Canvas& before, const Canvas& after, double x, double y, int reach) {
  int largest = 0;
  for (int row = static_cast<int>(y) - reach; row <= static_cast<int>(y) + reach; ++row) {
    for (int column = static_cast<int>(x) - reach; column <= static_cast<int>(x) + reach; ++column) {
      if (row < 0 || column < 0 || row >= before.height || column >= before.width) continue;
      for (int channel = 0; channel < 3; ++channel) {
        largest = std::max(largest, std::abs(pixel(before, column, row)[channel] - pixel(after, column, row)[channel]));
      }
    }
  }
  return largest;
}

constexpr int kVisible = 60;

class EverySize : public testing::TestWithParam<int> {};

// From a thumbnail to the largest photographs: the marks are where they belong, and nowhere else.
TEST_P(EverySize, MarksAreVisibleWhereTheyBelongAndNowhereElse) {
  const int side = GetParam();
  const float face_side = static_cast<float>(side) / 4;
  const Face face = face_in(face_side, 2 * face_side, face_side);
  for (const std::uint8_t shade : {0, 128, 255}) {
    const PlainPicture picture(side, side, shade);
    const Canvas before = make_canvas(picture.view);
    const Canvas after = annotate(picture.view, {&face, 1});

    const BoundingBox& box = face.box;
    for (const double along : {0.1, 0.5, 0.9}) {
      EXPECT_GE(change_near(before, after, box.x + along * box.width, box.y, 1), kVisible);
      EXPECT_GE(change_near(before, after, box.x + along * box.width, box.y + box.height, 1), kVisible);
      EXPECT_GE(change_near(before, after, box.x, box.y + along * box.height, 1), kVisible);
      EXPECT_GE(change_near(before, after, box.x + box.width, box.y + along * box.height, 1), kVisible);
    }
    // White on white, it is the seam around the dot that shows.
    const int dot = 2 + side / 150;
    for (const Point& landmark : face.landmarks) {
      EXPECT_GE(change_near(before, after, landmark.x, landmark.y, dot), kVisible);
    }

    // A cheek, and the corners of the picture.
    EXPECT_EQ(change_near(before, after, box.x + 0.15 * box.width, box.y + 0.6 * box.height, 0), 0);
    for (const double x : {0.02, 0.98}) {
      for (const double y : {0.02, 0.98}) EXPECT_EQ(change_near(before, after, x * side, y * side, 0), 0);
    }
  }
}

TEST_P(EverySize, LinesGrowWithThePictureButLeaveTheFaceFree) {
  const int side = GetParam();
  const Face face = face_in(static_cast<float>(side) / 4, static_cast<float>(side) / 4, static_cast<float>(side) / 2);
  const PlainPicture picture(side, side);
  const Canvas before = make_canvas(picture.view);
  const Canvas after = annotate(picture.view, {&face, 1});
  int thickness = 0;  // of the lower line, where no label is near
  const double x = face.box.x + 0.15 * face.box.width;
  for (int y = side / 2; y < side; ++y) thickness += change_near(before, after, x, y, 0) > 0 ? 1 : 0;
  EXPECT_GE(thickness, std::max(2, side / 500));
  EXPECT_LE(thickness, std::max(5, side / 100));
}

INSTANTIATE_TEST_SUITE_P(Sides, EverySize, testing::Values(64, 640, 1920, 5000));

TEST(Annotator, LandmarksAreToldApartByColour) {
  const PlainPicture picture(640, 640);
  const Face face = face_in(100, 100, 400);
  const Canvas canvas = annotate(picture.view, {&face, 1});
  for (int one = 0; one < kLandmarkCount; ++one) {
    for (int other = 0; other < one; ++other) {
      const std::uint8_t* const a = pixel(canvas, face.landmarks[one].x, face.landmarks[one].y);
      const std::uint8_t* const b = pixel(canvas, face.landmarks[other].x, face.landmarks[other].y);
      EXPECT_GT(std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]), 100) << one << " and " << other;
    }
  }
}

TEST(Annotator, DifferentScoresLookDifferent) {
  const PlainPicture picture(640, 640);
  const Face sure = face_in(200, 200, 200, 0.999F);
  const Face unsure = face_in(200, 200, 200, 0.701F);
  EXPECT_NE(annotate(picture.view, {&sure, 1}).pixels, annotate(picture.view, {&unsure, 1}).pixels);
}

TEST(Annotator, EveryFaceIsDrawn) {
  const PlainPicture picture(1000, 200);
  std::vector<Face> faces(9);
  for (std::size_t index = 0; index < faces.size(); ++index)
    faces[index] = face_in(20 + 105 * static_cast<float>(index), 70, 80);
  const Canvas before = make_canvas(picture.view);
  const Canvas after = annotate(picture.view, faces);
  for (const Face& face : faces) {
    EXPECT_GE(change_near(before, after, face.box.x + 40, face.box.y + 80, 1), kVisible);
    EXPECT_GE(change_near(before, after, face.landmarks[kNose].x, face.landmarks[kNose].y, 1), kVisible);
  }
}

TEST(Annotator, WithoutFacesThePictureStaysAsItIs) {
  const PlainPicture picture(31, 17, 77);
  EXPECT_EQ(annotate(picture.view, {}).pixels, make_canvas(picture.view).pixels);
}

TEST(Annotator, FacesBeyondThePictureAreCutOff) {
  const PlainPicture picture(100, 80);
  const Canvas before = make_canvas(picture.view);
  const std::vector<Face> faces = {face_in(-30, -30, 80), face_in(70, 50, 500), face_in(-1000, -1000, 50)};
  const Canvas after = annotate(picture.view, faces);
  EXPECT_GE(change_near(before, after, 50, 20, 1), kVisible);
  EXPECT_GE(change_near(before, after, 70, 65, 1), kVisible);
}

TEST(Annotator, TheSmallestPictureCanBeDrawnOn) {
  const PlainPicture picture(1, 1);
  const Face face = face_in(0, 0, 1);
  EXPECT_EQ(annotate(picture.view, {&face, 1}).pixels.size(), 4);
}

TEST(Annotator, PicturesTooLargeToDrawOnAreRefused) {
  const PlainPicture picture(32768, 1);
  try {
    annotate(picture.view, {});
    FAIL() << "it was drawn on";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kLimit);
    EXPECT_EQ(error.stage(), ErrorStage::kWrite);
  }
}

// The faces are in the coordinates of the picture as displayed, however it is stored.
TEST(Annotator, DrawsOnThePictureAsDisplayed) {
  const Face face = face_in(20, 60, 60);
  constexpr int kWidth = 120;
  constexpr int kHeight = 200;
  for (const PixelFormat format :
       {PixelFormat::kBgr, PixelFormat::kRgb, PixelFormat::kBgra, PixelFormat::kRgba, PixelFormat::kGrey}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const bool swapped = orientation >= 5;
      PlainPicture stored(swapped ? kHeight : kWidth, swapped ? kWidth : kHeight, 90, format);
      stored.view.orientation = static_cast<Orientation>(orientation);
      const PlainPicture displayed(kWidth, kHeight, 90);
      const Canvas canvas = annotate(stored.view, {&face, 1});
      EXPECT_EQ(canvas.width, kWidth);
      EXPECT_EQ(canvas.height, kHeight);
      const Canvas expected = annotate(displayed.view, {&face, 1});
      EXPECT_EQ(canvas.pixels, expected.pixels) << static_cast<int>(format) << ", " << orientation;
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
