#include "image/pixel_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace mtcnn::test {
namespace {

using Rgb = std::array<std::uint8_t, 3>;

/// A picture of one colour, as luma and chroma.
Rgb rgb(std::array<std::uint8_t, 3> y_cb_cr, LumaWeights weights, LumaRange range) {
  const ImageView view{.data = &y_cb_cr[0],
                       .stride = 1,
                       .width = 1,
                       .height = 1,
                       .format = PixelFormat::kI420,
                       .chroma = {&y_cb_cr[1], &y_cb_cr[2]},
                       .chroma_strides = {1, 1},
                       .luma_weights = weights,
                       .luma_range = range};
  return PixelReader(view)(0, 0);
}

void expect_near(const Rgb& found, const Rgb& expected) {
  for (int channel = 0; channel < 3; ++channel) EXPECT_NEAR(found[channel], expected[channel], 2);
}

// The colour bars of the two recommendations, whose numbers are rounded to whole ones.
TEST(PixelReader, ColourBars) {
  constexpr auto k601 = LumaWeights::kBt601;
  constexpr auto k709 = LumaWeights::kBt709;
  constexpr auto kLimited = LumaRange::kLimited;
  EXPECT_EQ(rgb({16, 128, 128}, k601, kLimited), (Rgb{0, 0, 0}));
  EXPECT_EQ(rgb({235, 128, 128}, k601, kLimited), (Rgb{255, 255, 255}));
  expect_near(rgb({81, 90, 240}, k601, kLimited), {255, 0, 0});
  expect_near(rgb({145, 54, 34}, k601, kLimited), {0, 255, 0});
  expect_near(rgb({41, 240, 110}, k601, kLimited), {0, 0, 255});
  EXPECT_EQ(rgb({235, 128, 128}, k709, kLimited), (Rgb{255, 255, 255}));
  expect_near(rgb({63, 102, 240}, k709, kLimited), {255, 0, 0});
  expect_near(rgb({173, 42, 26}, k709, kLimited), {0, 255, 0});
  expect_near(rgb({32, 240, 118}, k709, kLimited), {0, 0, 255});

  EXPECT_EQ(rgb({0, 128, 128}, k601, LumaRange::kFull), (Rgb{0, 0, 0}));
  EXPECT_EQ(rgb({77, 128, 128}, k709, LumaRange::kFull), (Rgb{77, 77, 77}));
  expect_near(rgb({76, 85, 255}, k601, LumaRange::kFull), {255, 0, 0});
  expect_near(rgb({150, 44, 21}, k601, LumaRange::kFull), {0, 255, 0});
  expect_near(rgb({54, 99, 255}, k709, LumaRange::kFull), {255, 0, 0});
  expect_near(rgb({18, 255, 116}, k709, LumaRange::kFull), {0, 0, 255});
}

TEST(PixelReader, WhatNoColourHasIsKeptWithinBlackAndWhite) {
  EXPECT_EQ(rgb({255, 128, 128}, LumaWeights::kBt601, LumaRange::kLimited), (Rgb{255, 255, 255}));
  EXPECT_EQ(rgb({0, 128, 128}, LumaWeights::kBt601, LumaRange::kLimited), (Rgb{0, 0, 0}));
  EXPECT_EQ(rgb({255, 255, 255}, LumaWeights::kBt709, LumaRange::kFull)[2], 255);
  EXPECT_EQ(rgb({0, 0, 0}, LumaWeights::kBt709, LumaRange::kFull)[0], 0);
}

/// A picture of 5x3 whose Cr rises along a row of chroma, and differs between rows.
struct SlopeOfRed {
  std::vector<std::uint8_t> luma = std::vector<std::uint8_t>(15, 128);
  std::vector<std::uint8_t> cb = std::vector<std::uint8_t>(6, 128);
  std::vector<std::uint8_t> cr = {128, 139, 148, 100, 100, 110};
  std::vector<std::uint8_t> cb_and_cr = {128, 128, 128, 139, 128, 148, 128, 100, 128, 100, 128, 110};

  ImageView i420() const {
    return {.data = luma.data(),
            .stride = 5,
            .width = 5,
            .height = 3,
            .format = PixelFormat::kI420,
            .chroma = {cb.data(), cr.data()},
            .chroma_strides = {3, 3},
            .luma_weights = LumaWeights::kBt601,
            .luma_range = LumaRange::kFull};
  }

  ImageView nv12() const {
    ImageView view = i420();
    view.format = PixelFormat::kNv12;
    view.chroma = {cb_and_cr.data(), nullptr};
    view.chroma_strides = {6, 0};
    return view;
  }
};

/// Red is luma + 1.402 * (Cr - 128).
int red_of(int cr) { return static_cast<int>(128 + 1.402 * (cr - 128) + 0.5); }

TEST(PixelReader, ChromaLiesOnTheLeftOfTwoColumns) {
  const SlopeOfRed picture;
  for (const ImageView& view : {picture.i420(), picture.nv12()}) {
    const PixelReader pixel(view);
    const std::array<int, 5> cr = {128, 134, 139, 144, 148};  // halfway is the mean, rounded up
    for (int x = 0; x < 5; ++x) EXPECT_EQ(pixel(x, 0)[0], red_of(cr[x])) << x;
    EXPECT_EQ(pixel(2, 1), pixel(2, 0)) << "two rows share a row of chroma";
    EXPECT_EQ(pixel(0, 2)[0], red_of(100));
    EXPECT_EQ(pixel(4, 2)[0], red_of(110));
  }
}

TEST(PixelReader, OrientationTurnsPlanesToo) {
  const SlopeOfRed picture;
  ImageView turned = picture.nv12();
  turned.orientation = Orientation::kRotated90;
  const ImageView upright = picture.nv12();
  const PixelReader pixel(upright);
  const PixelReader turned_pixel(turned);
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 5; ++x) EXPECT_EQ(turned_pixel(2 - y, x), pixel(x, y));
  }
}

/// Two rows of two pixels; each colour of each pixel is a number of its own.
TEST(PixelReader, PixelsNeedNotBePacked) {
  const std::array<std::uint8_t, 12> interleaved = {11, 12, 13, 21, 22, 23, 31, 32, 33, 41, 42, 43};
  const std::array<std::uint8_t, 12> planes = {11, 21, 31, 41, 12, 22, 32, 42, 13, 23, 33, 43};
  const std::array<std::uint8_t, 24> sparse = {11, 0, 12, 0, 13, 0, 21, 0, 22, 0, 23, 0,
                                               31, 0, 32, 0, 33, 0, 41, 0, 42, 0, 43, 0};
  const ImageView packed{.data = interleaved.data(), .stride = 6, .width = 2, .height = 2, .format = PixelFormat::kRgb};
  ImageView by_planes = packed;
  by_planes.data = planes.data();
  by_planes.stride = 2;
  by_planes.pixel_stride = 1;
  by_planes.colour_stride = 4;
  ImageView by_sparse = packed;
  by_sparse.data = sparse.data();
  by_sparse.stride = 12;
  by_sparse.pixel_stride = 6;
  by_sparse.colour_stride = 2;
  ImageView backwards = packed;  // BGR pixels from the last to the first
  backwards.data = interleaved.data() + 11;
  backwards.stride = -6;
  backwards.pixel_stride = -3;
  backwards.colour_stride = -1;
  backwards.format = PixelFormat::kBgr;
  backwards.orientation = Orientation::kRotated180;
  for (const ImageView& view : {packed, by_planes, by_sparse, backwards}) {
    const PixelReader pixel(view);
    EXPECT_EQ(pixel(0, 0), (Rgb{11, 12, 13}));
    EXPECT_EQ(pixel(1, 0), (Rgb{21, 22, 23}));
    EXPECT_EQ(pixel(0, 1), (Rgb{31, 32, 33}));
    EXPECT_EQ(pixel(1, 1), (Rgb{41, 42, 43}));
  }
}

}  // namespace
}  // namespace mtcnn::test
