#include "detector/boxes.h"

#include <gtest/gtest.h>

#include <limits>

namespace mtcnn {

template <class Number>
bool operator==(const Box<Number>& a, const Box<Number>& b) {
  return a.x1 == b.x1 && a.y1 == b.y1 && a.x2 == b.x2 && a.y2 == b.y2;
}

namespace test {
namespace {

using BoxD = Box<double>;

constexpr std::array<float, 4> kMoves = {0.25F, -0.5F, 0.5F, 0.125F};

TEST(Boxes, CellWindowCountsPixelsFromOneAndSpansTwelve) {
  EXPECT_EQ(cell_window(5, 3, 1.0, true), (BoxD{11, 7, 22, 18}));
  EXPECT_EQ(cell_window(5, 3, 0.4, true), (BoxD{27, 17, 55, 45}));
  EXPECT_EQ(cell_window(5, 3, 0.5, false), (BoxD{22, 14, 44, 36}));
}

TEST(Boxes, CellWindowDependsOnTheNumberType) {
  // 3 / 0.3 is just above 10 in float32 and just below it in float64, for 0.3 is rounded down and up.
  const auto scale = 0.3;
  EXPECT_EQ(cell_window(1, 1, scale, true).x1, 10.0);
  EXPECT_EQ(cell_window(1, 1, static_cast<float>(scale), true).x1, std::floor(3.0F / 0.3F));
}

TEST(Boxes, RegressionMovesEdgesByFractionsOfTheSides) {
  const BoxD box{10, 20, 18, 36};
  EXPECT_EQ(regressed(box, kMoves, {}), (BoxD{12, 12, 22, 38}));
  EXPECT_EQ(regressed(box, kMoves, {.side_plus = 8}), (BoxD{14, 8, 26, 39}));
  EXPECT_EQ(regressed(box, kMoves, {.far_edge_plus = 1}), (BoxD{12, 12, 23, 39}));
}

TEST(Boxes, SquareKeepsTheCentreAndTheLongerSide) {
  EXPECT_EQ(squared(BoxD{10, 20, 14, 30}, false), (BoxD{7, 20, 17, 30}));
  EXPECT_EQ(squared(BoxD{10, 20, 20, 23.5}, false), (BoxD{10, 16.75, 20, 26.75}));
}

TEST(Boxes, WholePixelSquareIsRoundedTowardsZero) {
  EXPECT_EQ(squared(BoxD{-3.5, 20.25, 6.75, 24}, true), (BoxD{-3, 17, 7, 27}));
  EXPECT_EQ(squared(Box<float>{-3.5F, 20.25F, 6.75F, 24}, true), (Box<float>{-3, 17, 7, 27}));
}

void expect_region(const std::optional<Region>& region, const Region& expected) {
  ASSERT_TRUE(region);
  EXPECT_EQ(region->x1, expected.x1);
  EXPECT_EQ(region->y1, expected.y1);
  EXPECT_EQ(region->x2, expected.x2);
  EXPECT_EQ(region->y2, expected.y2);
}

TEST(Boxes, PaddedWindowReachesBeyondThePicture) {
  expect_region(crop_region(BoxD{0, 90, 20, 110}, CropWindow::kPadded, 100, 100), {-1, 89, 20, 110});
}

TEST(Boxes, ClampedWindowStaysInThePicture) {
  expect_region(crop_region(BoxD{-5.5, 90.5, 20.5, 116.5}, CropWindow::kClamped, 100, 100), {0, 89, 20, 100});
  expect_region(crop_region(BoxD{7.5, 8.5, 20.5, 21.5}, CropWindow::kClamped, 100, 100), {6, 7, 20, 21});
}

TEST(Boxes, ExactWindowIsTheBox) {
  expect_region(crop_region(BoxD{-5.5, 90.5, 20.5, 116.5}, CropWindow::kExact, 100, 100), {-5.5, 90.5, 20.5, 116.5});
}

TEST(Boxes, NothingIsCroppedWhereNothingIsLeft) {
  EXPECT_FALSE(crop_region(BoxD{150, 10, 170, 30}, CropWindow::kClamped, 100, 100));
  EXPECT_FALSE(crop_region(BoxD{-50, 10, -30, 30}, CropWindow::kClamped, 100, 100));
  EXPECT_FALSE(crop_region(BoxD{10, 10, 8, 8}, CropWindow::kPadded, 100, 100));
  for (const double y : {150.0, -50.0}) {
    EXPECT_FALSE(crop_region(BoxD{10, y, 30, y + 20}, CropWindow::kClamped, 100, 100));
    EXPECT_FALSE(crop_region(Box<float>{10, static_cast<float>(y), 30, static_cast<float>(y) + 20},
                             CropWindow::kClamped, 100, 100));
  }
  EXPECT_FALSE(crop_region(Box<float>{150, 10, 170, 30}, CropWindow::kClamped, 100, 100));
}

TEST(Boxes, NoCropIsMadeOfWhatIsNoNumberOrFarAway) {
  for (const double edge : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e12}) {
    for (const CropWindow window : {CropWindow::kPadded, CropWindow::kClamped, CropWindow::kExact}) {
      EXPECT_FALSE(crop_region(BoxD{1, 1, edge, 20}, window, 100, 100));
      EXPECT_FALSE(crop_region(BoxD{-edge, 1, 20, 20}, window, 100, 100));
    }
  }
}

}  // namespace
}  // namespace test
}  // namespace mtcnn
