#include "media/decimal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace mtcnn::test {
namespace {

template <typename Float>
std::string decimal(Float value) {
  std::string text;
  media::append_decimal(value, text);
  return text;
}

TEST(Decimal, IsShortAndLooksLikeAFloat) {
  EXPECT_EQ(decimal(0.0F), "0.0");
  EXPECT_EQ(decimal(-0.0F), "-0.0");
  EXPECT_EQ(decimal(12.0F), "12.0");
  EXPECT_EQ(decimal(-512.0F), "-512.0");
  EXPECT_EQ(decimal(0.1F), "0.1");
  EXPECT_EQ(decimal(180.27289F), "180.27289");
  EXPECT_EQ(decimal(1e-7F), "1e-07");
  EXPECT_EQ(decimal(16777216.0F), "16777216.0");
  EXPECT_EQ(decimal(0.04), "0.04");
  EXPECT_EQ(decimal(3600.0), "3600.0");
}

TEST(Decimal, NamesWhatIsNoNumber) {
  EXPECT_EQ(decimal(std::numeric_limits<float>::infinity()), "inf");
  EXPECT_EQ(decimal(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(decimal(std::numeric_limits<float>::quiet_NaN()), "nan");
}

TEST(Decimal, AppendsToTheText) {
  std::string text = "x=";
  media::append_decimal(2.5F, text);
  EXPECT_EQ(text, "x=2.5");
}

// Readers of JSON and CSV parse doubles, which are then made floats: both steps together have to give the same bits.
TEST(Decimal, ReadsBackToTheSameBits) {
  std::mt19937 random(1);
  std::vector<float> values(300000);
  std::ranges::generate(values, [&] { return std::bit_cast<float>(static_cast<std::uint32_t>(random())); });
  values.push_back(7.038531e-26F);  // whose shortest decimal does not do
  values.push_back(-7.038531e-26F);
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    const std::string text = decimal(value);
    const auto read = static_cast<float>(std::strtod(text.c_str(), nullptr));
    ASSERT_EQ(std::bit_cast<std::uint32_t>(read), std::bit_cast<std::uint32_t>(value)) << text;
  }
}

}  // namespace
}  // namespace mtcnn::test
