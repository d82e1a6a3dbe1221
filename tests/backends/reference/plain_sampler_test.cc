#include "backends/reference/plain_sampler.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

#include "image/view.h"
#include "support/pictures.h"

namespace mtcnn::reference {
namespace {

using test::RgbPicture;

constexpr Sampling kBilinear{Filter::kBilinear, Alignment::kHalfPixel, Border::kBlackPixels};
constexpr Sampling kCorners{Filter::kBilinear, Alignment::kCorners, Border::kZero};
constexpr Sampling kWholeMean{Filter::kWholePixelMean};
constexpr Sampling kFractionalMean{Filter::kFractionalMean};

float normalised(double value) { return static_cast<float>((value - 127.5) / 128); }

Map sampled(const ImageView& view, const Region& region, const Sampling& sampling, int width, int height) {
  return sample(view, region, sampling, {.width = width, .height = height, .first_row = 0, .rows = height});
}

Region whole(const ImageView& view) {
  return {0, 0, static_cast<double>(view.displayed_width()), static_cast<double>(view.displayed_height())};
}

/// A row of grey pixels.
struct GreyRow {
  std::vector<std::uint8_t> values;
  ImageView view() const {
    const auto width = static_cast<int>(values.size());
    return {.data = values.data(), .stride = width, .width = width, .height = 1, .format = PixelFormat::kGrey};
  }
};

std::vector<float> first_channel(const Map& map) {
  std::vector<float> values;
  for (std::size_t index = 0; index < map.values.size(); index += 3) values.push_back(map.values[index]);
  return values;
}

TEST(PlainSampler, SameSizeIsTheNormalisedPicture) {
  const RgbPicture picture = test::noise(5, 4);
  for (const Sampling& sampling : {kBilinear, kCorners, kWholeMean, kFractionalMean}) {
    const Map map = sampled(picture.view(), whole(picture.view()), sampling, 5, 4);
    for (std::size_t index = 0; index < map.values.size(); ++index) {
      EXPECT_EQ(map.values[index], normalised(picture.pixels[index]));
    }
  }
}

TEST(PlainSampler, BilinearWithHalfPixelAlignment) {
  const GreyRow row{{10, 20, 40}};
  // To 6: positions -0.25, 0.25, 0.75, 1.25, 1.75 and 2.25, of which the first and the last repeat the border.
  EXPECT_EQ(first_channel(sampled(row.view(), whole(row.view()), kBilinear, 6, 1)),
            (std::vector<float>{normalised(10), normalised(12.5), normalised(17.5), normalised(25), normalised(35),
                                normalised(40)}));
  // To 2, without a filter over what lies between: positions 0.25 and 1.75.
  EXPECT_EQ(first_channel(sampled(row.view(), whole(row.view()), kBilinear, 2, 1)),
            (std::vector<float>{normalised(12.5), normalised(35)}));
}

TEST(PlainSampler, BilinearSeesBlackPixelsOutsideAndBlendsWithThem) {
  const GreyRow row{{100, 200}};
  const Map map = sampled(row.view(), {-1, 0, 3, 1}, kBilinear, 8, 1);
  EXPECT_EQ(first_channel(map), (std::vector<float>{normalised(0), normalised(25), normalised(75), normalised(125),
                                                    normalised(175), normalised(150), normalised(50), normalised(0)}));
}

TEST(PlainSampler, CornersRunFromTheFirstPixelToTheLast) {
  const GreyRow row{{10, 20, 40}};
  EXPECT_EQ(first_channel(sampled(row.view(), whole(row.view()), kCorners, 5, 2)),
            (std::vector<float>{normalised(10), normalised(15), normalised(20), normalised(30), normalised(40),
                                normalised(10), normalised(15), normalised(20), normalised(30), normalised(40)}));
}

TEST(PlainSampler, CornersGiveZeroOutside) {
  const GreyRow row{{10, 20, 40}};
  // Edges scaled by 2/3: positions from -2 to 4 in steps of 1.
  std::vector<float> values = first_channel(sampled(row.view(), {-3, 0, 6, 1}, kCorners, 7, 2));
  values.resize(7);
  EXPECT_EQ(values, (std::vector<float>{0, 0, normalised(10), normalised(20), normalised(40), 0, 0}));
}

TEST(PlainSampler, WholePixelMeanCoversEveryPixelThatABinTouches) {
  const GreyRow row{{0, 30, 60, 90, 120}};
  // To 2: bins [0, 3) and [2, 5).
  EXPECT_EQ(first_channel(sampled(row.view(), whole(row.view()), kWholeMean, 2, 1)),
            (std::vector<float>{normalised(30), normalised(90)}));
  // Of a region, and enlarged.
  EXPECT_EQ(first_channel(sampled(row.view(), {1, 0, 3, 1}, kWholeMean, 4, 1)),
            (std::vector<float>{normalised(30), normalised(30), normalised(60), normalised(60)}));
}

TEST(PlainSampler, FractionalMeanWeighsPixelsByTheirShare) {
  const GreyRow row{{0, 128, 64}};
  const std::vector<float> values = first_channel(sampled(row.view(), whole(row.view()), kFractionalMean, 2, 1));
  // Bins [0, 1.5) and [1.5, 3).
  ASSERT_EQ(values.size(), 2U);
  EXPECT_NEAR(values[0], normalised(64 / 1.5), 1e-6);
  EXPECT_NEAR(values[1], normalised(128 / 1.5), 1e-6);
}

TEST(PlainSampler, RowsAreThoseOfTheWholeOutput) {
  const RgbPicture picture = test::noise(31, 23);
  for (const Sampling& sampling : {kBilinear, kCorners, kWholeMean, kFractionalMean}) {
    const Map all = sampled(picture.view(), whole(picture.view()), sampling, 13, 17);
    const Map some = sample(picture.view(), whole(picture.view()), sampling, {13, 17, 5, 4});
    EXPECT_EQ(some.values, std::vector<float>(all.at(5, 0), all.at(9, 0)));
  }
}

TEST(PlainSampler, EveryFormatOrientationAndStrideOfAPictureIsTheSame) {
  const RgbPicture picture = test::noise(12, 9);
  for (const Sampling& sampling : {kBilinear, kCorners, kWholeMean, kFractionalMean}) {
    const Map expected = sampled(picture.view(), whole(picture.view()), sampling, 7, 6);
    for (const test::StoredPicture& stored : test::stored_in_every_way(picture)) {
      const ImageView view = stored.view();
      ASSERT_NO_THROW(check_view(view));
      EXPECT_EQ(sampled(view, whole(view), sampling, 7, 6).values, expected.values) << stored.name;
    }
  }
}

}  // namespace
}  // namespace mtcnn::reference
