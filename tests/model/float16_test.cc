#include "model/float16.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mtcnn::test {
namespace {

/// What the bits stand for.
double value_of(std::uint16_t bits) {
  const int exponent = bits >> 10 & 0x1F;
  const int fraction = bits & 0x3FF;
  const double magnitude = exponent == 0    ? std::ldexp(fraction, -24)
                           : exponent == 31 ? std::numeric_limits<double>::infinity()
                                            : std::ldexp(1024 + fraction, exponent - 25);
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

TEST(Float16, EveryFiniteOneIsItself) {
  for (int bits = 0; bits < 0x8000; ++bits) {
    if ((bits >> 10) == 31) continue;
    const auto number = static_cast<std::uint16_t>(bits);
    EXPECT_EQ(float16_bits(static_cast<float>(value_of(number))), number);
    EXPECT_EQ(float16_bits(static_cast<float>(-value_of(number))), number | 0x8000);
  }
}

TEST(Float16, TheNearestIsTakenAndTheEvenOneOfTwo) {
  EXPECT_EQ(value_of(float16_bits(1.0F + 0.4F / 1024)), 1.0);
  EXPECT_EQ(value_of(float16_bits(1.0F + 0.6F / 1024)), 1.0 + 1.0 / 1024);
  EXPECT_EQ(value_of(float16_bits(1.0F + 0.5F / 1024)), 1.0);
  EXPECT_EQ(value_of(float16_bits(1.0F + 1.5F / 1024)), 1.0 + 2.0 / 1024);
  EXPECT_EQ(value_of(float16_bits(1.9999F)), 2.0) << "the fraction carries into the exponent";
  EXPECT_EQ(value_of(float16_bits(std::ldexp(0.6F, -24))), std::ldexp(1, -24));
  EXPECT_EQ(float16_bits(std::ldexp(0.4F, -24)), 0);
  EXPECT_EQ(float16_bits(1e-40F), 0);
}

TEST(Float16, WhatIsTooLargeIsInfinite) {
  EXPECT_EQ(value_of(float16_bits(65519.0F)), 65504.0);
  EXPECT_EQ(value_of(float16_bits(65520.0F)), std::numeric_limits<double>::infinity());
  EXPECT_EQ(value_of(float16_bits(-1e30F)), -std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace mtcnn::test
