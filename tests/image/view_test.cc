#include "image/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;

constexpr int kWidth = 3;
constexpr int kHeight = 2;

const std::uint8_t* stored_letters() {
  static const std::uint8_t letters[] = {'a', 'b', 'c', 'd', 'e', 'f'};
  return letters;
}

ImageView letters(Orientation orientation) {
  return {.data = stored_letters(),
          .stride = kWidth,
          .width = kWidth,
          .height = kHeight,
          .format = PixelFormat::kGrey,
          .orientation = orientation};
}

/// The picture as displayed, row by row.
std::string displayed(const ImageView& view) {
  std::string text;
  for (int y = 0; y < view.displayed_height(); ++y) {
    if (y > 0) text += '/';
    for (int x = 0; x < view.displayed_width(); ++x) {
      const StoredPosition position = stored_position(view, x, y);
      text += static_cast<char>(view.data[position.row * view.stride + position.column]);
    }
  }
  return text;
}

TEST(View, OrientationTurnsThePictureForDisplay) {
  EXPECT_EQ(displayed(letters(Orientation::kUpright)), "abc/def");
  EXPECT_EQ(displayed(letters(Orientation::kMirrored)), "cba/fed");
  EXPECT_EQ(displayed(letters(Orientation::kRotated180)), "fed/cba");
  EXPECT_EQ(displayed(letters(Orientation::kFlipped)), "def/abc");
  EXPECT_EQ(displayed(letters(Orientation::kTransposed)), "ad/be/cf");
  EXPECT_EQ(displayed(letters(Orientation::kRotated90)), "da/eb/fc");
  EXPECT_EQ(displayed(letters(Orientation::kTransversed)), "fc/eb/da");
  EXPECT_EQ(displayed(letters(Orientation::kRotated270)), "cf/be/ad");
}

void expect_refused(const ImageView& view, const std::string& reason) {
  try {
    check_view(view);
    ADD_FAILURE() << "accepted, although " << reason;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_EQ(error.stage(), ErrorStage::kDetect);
    EXPECT_THAT(error.what(), HasSubstr(reason));
  }
}

TEST(View, WhatCannotBeIsRefusedWithTheReason) {
  const ImageView good = letters(Orientation::kUpright);
  EXPECT_NO_THROW(check_view(good));

  ImageView view = good;
  view.data = nullptr;
  expect_refused(view, "no data");

  view = good;
  view.width = 0;
  expect_refused(view, "0x2");
  view.width = -3;
  expect_refused(view, "-3x2");
  view = good;
  view.height = 0;
  expect_refused(view, "3x0");
  view.height = 32769;
  expect_refused(view, "3x32769");
  view = good;
  view.width = view.stride = 32769;
  expect_refused(view, "32769x2");
  view.width = view.stride = 32768;
  EXPECT_NO_THROW(check_view(view));

  view = good;
  view.stride = 2;
  expect_refused(view, "stride of 2 bytes");
  view.stride = -2;
  expect_refused(view, "stride of -2 bytes");
  view.format = PixelFormat::kBgra;
  view.stride = 11;
  expect_refused(view, "rows of 12 bytes");

  // Rows of pixels that lie apart may lie in each other's gaps.
  view = good;
  view.pixel_stride = 4;
  view.stride = 2;
  EXPECT_NO_THROW(check_view(view));

  constexpr std::ptrdiff_t kFarthest = std::numeric_limits<std::ptrdiff_t>::max();
  for (const std::ptrdiff_t stride : {kFarthest, -kFarthest, std::numeric_limits<std::ptrdiff_t>::min()}) {
    view = good;
    view.stride = stride;
    expect_refused(view, "farther than any memory");
    view = good;
    view.pixel_stride = stride;
    expect_refused(view, "farther than any memory");
    view = good;
    view.format = PixelFormat::kBgr;
    view.colour_stride = stride;
    expect_refused(view, "farther than any memory");
  }

  view = good;
  view.orientation = static_cast<Orientation>(0);
  expect_refused(view, "orientation 0");
  view.orientation = static_cast<Orientation>(9);
  expect_refused(view, "orientation 9");
  view = good;
  view.format = static_cast<PixelFormat>(200);
  expect_refused(view, "pixel format 200");
}

TEST(View, PlanesOfChromaAreChecked) {
  const std::uint8_t bytes[64] = {};
  const ImageView good{.data = bytes,
                       .stride = 5,
                       .width = 5,
                       .height = 3,
                       .format = PixelFormat::kI420,
                       .chroma = {bytes, bytes},
                       .chroma_strides = {3, 3}};
  EXPECT_NO_THROW(check_view(good));

  ImageView spread = good;
  spread.pixel_stride = 2;
  expect_refused(spread, "planes of chroma must be packed");

  ImageView view = good;
  view.chroma[1] = nullptr;
  expect_refused(view, "lacks a plane of chroma");
  view = good;
  view.chroma_strides[1] = 2;
  expect_refused(view, "too short for rows of chroma of 3 bytes");
  view.format = PixelFormat::kNv12;
  expect_refused(view, "too short for rows of chroma of 6 bytes");
  view.chroma_strides[0] = 6;
  view.chroma[1] = nullptr;
  EXPECT_NO_THROW(check_view(view)) << "NV12 has one plane of chroma";
  view.luma_range = static_cast<LumaRange>(2);
  expect_refused(view, "luma range");
  view = good;
  view.luma_weights = static_cast<LumaWeights>(2);
  expect_refused(view, "luma weights");
}

TEST(View, RowsMayRunBottomUp) {
  ImageView view = letters(Orientation::kUpright);
  view.data += kWidth;
  view.stride = -kWidth;
  EXPECT_NO_THROW(check_view(view));
  EXPECT_EQ(displayed(view), "def/abc");
}

TEST(View, StrideOfASingleRowDoesNotMatter) {
  ImageView view = letters(Orientation::kUpright);
  view.height = 1;
  view.stride = 0;
  EXPECT_NO_THROW(check_view(view));
}

}  // namespace
}  // namespace mtcnn::test
