#include "detector/pyramid.h"

#include <gtest/gtest.h>

#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

using Sizes = std::vector<std::pair<int, int>>;

Sizes sizes(int width, int height, const DetectorOptions& options, LevelSize rule = LevelSize::kRoundedUp) {
  Sizes result;
  for (const PyramidLevel& level : plan_pyramid(width, height, options, rule)) {
    result.emplace_back(level.width, level.height);
  }
  return result;
}

TEST(Pyramid, OfAFullHdPictureAndFacesFrom60Pixels) {
  EXPECT_EQ(sizes(1920, 1080, {}),
            (Sizes{{384, 216}, {273, 154}, {194, 109}, {137, 77}, {98, 55}, {69, 39}, {49, 28}, {35, 20}, {25, 14}}));
}

TEST(Pyramid, RoundsSidesAsTheRecipeSays) {
  const DetectorOptions options{.min_face_size = 50, .scale_factor = 0.5};  // scales 0.24 and 0.12
  EXPECT_EQ(sizes(101, 102, options, LevelSize::kRoundedUp), (Sizes{{25, 25}, {13, 13}}));
  EXPECT_EQ(sizes(101, 102, options, LevelSize::kRoundedDown), (Sizes{{24, 24}, {12, 12}}));
  EXPECT_EQ(sizes(101, 102, options, LevelSize::kRoundedDownPlusOne), (Sizes{{25, 25}, {13, 13}}));
}

TEST(Pyramid, EndsWhereTheShorterSideHoldsNoWindow) {
  EXPECT_EQ(sizes(1000, 40, {.min_face_size = 40}).size(), 1U);
  EXPECT_TRUE(sizes(1000, 39, {.min_face_size = 40}).empty());
  EXPECT_TRUE(sizes(1, 1, {}).empty());
}

TEST(Pyramid, EndsAtTheLargestFace) {
  EXPECT_EQ(sizes(1920, 1080, {.max_face_size = 60}), (Sizes{{384, 216}}));
  EXPECT_EQ(sizes(1920, 1080, {.max_face_size = 90}), (Sizes{{384, 216}, {273, 154}}));
}

TEST(Pyramid, EnlargesForFacesSmallerThanTheWindow) {
  EXPECT_EQ(sizes(100, 50, {.min_face_size = 6}).front(), (std::pair{200, 100}));
}

TEST(Pyramid, ScalesAreProductsAndNotPowers) {
  // A level for 0.8 cubed: the product of three roundings lies above the power, by which whole pixels are decided.
  const std::vector<PyramidLevel> levels =
      plan_pyramid(1000, 1000, {.min_face_size = 12, .scale_factor = 0.8}, LevelSize::kRoundedUp);
  EXPECT_EQ(levels[3].scale, 1.0 * 0.8 * 0.8 * 0.8);
}

TEST(Pyramid, RefusesLevelsBeyondAllMeasure) {
  EXPECT_THROW(plan_pyramid(32768, 32768, {.min_face_size = 0.1}, LevelSize::kRoundedUp), Error);
}

}  // namespace
}  // namespace mtcnn::test
