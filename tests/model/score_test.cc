#include "model/score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mtcnn::test {
namespace {

TEST(FaceProbability, IsTheLogisticFunctionOfTheDifference) {
  for (int step = -20000; step <= 20000; ++step) {
    const float difference = static_cast<float>(step) * 0.005F;
    const long double exact = 1 / (1 + std::exp(static_cast<long double>(difference)));
    // Three roundings of float32: of the exponential, of the sum and of the quotient.
    // Below the smallest normal number there are fewer digits, and the exponential overflows before its inverse is 0.
    const auto tolerance = static_cast<double>(exact * 2e-7L) + std::numeric_limits<float>::min();
    ASSERT_NEAR(face_probability(difference, 0), static_cast<double>(exact), tolerance) << difference;
  }
}

TEST(FaceProbability, DependsOnTheDifferenceAlone) {
  EXPECT_EQ(face_probability(3, 1), face_probability(2, 0));
  EXPECT_EQ(face_probability(0, 0), 0.5F);
}

TEST(FaceProbability, NeverFallsAsTheFaceLogitRises) {
  float last = 0;
  for (int step = -12000; step <= 12000; ++step) {
    const float probability = face_probability(0, static_cast<float>(step) * 0.01F);
    ASSERT_GE(probability, last);
    last = probability;
  }
}

TEST(FaceProbability, SaturatesAtZeroAndOne) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(face_probability(0, 200), 1.0F);
  EXPECT_EQ(face_probability(0, kInfinity), 1.0F);
  EXPECT_EQ(face_probability(200, 0), 0.0F);
  EXPECT_EQ(face_probability(kInfinity, 0), 0.0F);
}

TEST(FaceProbability, OfNoNumberIsNoNumber) {
  EXPECT_TRUE(std::isnan(face_probability(std::numeric_limits<float>::quiet_NaN(), 0)));
}

}  // namespace
}  // namespace mtcnn::test
