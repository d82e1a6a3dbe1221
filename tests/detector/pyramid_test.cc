#include "detector/pyramid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

using Sizes = std::vector<std::pair<int, int>>;

Sizes sizes(int width, int height, const DetectorOptions& options, LevelSize size = LevelSize::kRoundedUp) {
  Sizes result;
  for (const PyramidLevel& level : plan_pyramid(width, height, options, {.size = size})) {
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

TEST(Pyramid, ScalesAreProductsOrPowersAsTheRecipeSays) {
  const DetectorOptions options{.min_face_size = 12, .scale_factor = 0.7};
  const auto scales = [&](LevelScales rule) {
    std::vector<double> result;
    for (const PyramidLevel& level : plan_pyramid(1000, 1000, options, {.scales = rule})) result.push_back(level.scale);
    return result;
  };
  const std::vector<double> products = scales(LevelScales::kProducts);
  const std::vector<double> powers = scales(LevelScales::kPowers);
  ASSERT_EQ(products.size(), powers.size());
  for (std::size_t level = 1; level < products.size(); ++level) {
    EXPECT_EQ(products[level], products[level - 1] * 0.7);
    EXPECT_EQ(powers[level], std::pow(0.7, static_cast<double>(level)));
  }
  EXPECT_NE(products, powers) << "the factor should tell the two apart";
}

TEST(Pyramid, RefusesLevelsBeyondAllMeasure) {
  EXPECT_THROW(plan_pyramid(32768, 32768, {.min_face_size = 0.1}, {}), Error);
}

TEST(Pyramid, RefusesMoreThan64Levels) {
  // 12 * 0.9^63 is the side of the last window at a scale factor of 0.9.
  const DetectorOptions options{.min_face_size = 12, .scale_factor = 0.9};
  const int side = static_cast<int>(12 / std::pow(0.9, 63)) + 1;
  EXPECT_EQ(plan_pyramid(side, side, options, {}).size(), 64U);
  try {
    plan_pyramid(side * 10 / 9 + 1, side * 10 / 9 + 1, options, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kLimit);
    EXPECT_EQ(error.details().limit, 64);
  }
}

TEST(PyramidCache, GivesThePlanOfEverySizeHoweverManyThereAre) {
  const DetectorOptions options;
  const PyramidRule rule;
  PyramidCache cache(options, rule);
  for (int repeat = 0; repeat < 2; ++repeat) {
    for (int width = 200; width < 300; ++width) {
      const std::vector<PyramidLevel> wanted = plan_pyramid(width, 100, options, rule);
      const std::vector<PyramidLevel>& planned = cache.levels(width, 100);
      ASSERT_EQ(planned.size(), wanted.size()) << width;
      EXPECT_EQ(planned.front().width, wanted.front().width) << width;
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
