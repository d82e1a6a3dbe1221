#include "media/picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "image/view.h"
#include "media/encoded_pictures.h"
#include "media/exif.h"
#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

using media::decode_picture;
using media::Picture;
using testing::HasSubstr;

constexpr int kWidth = 37;  // odd, and no multiple of any block size
constexpr int kHeight = 29;

void expect_pixels(const Picture& decoded, const Picture& expected, int tolerance = 0) {
  ASSERT_EQ(decoded.width, expected.width);
  ASSERT_EQ(decoded.height, expected.height);
  const int step = bytes_per_pixel(decoded.format);
  const bool blue_first = decoded.format == PixelFormat::kBgr || decoded.format == PixelFormat::kBgra;
  const int expected_step = expected.format == PixelFormat::kGrey ? 1 : 3;
  int worst = 0;
  for (int y = 0; y < expected.height; ++y) {
    for (int x = 0; x < expected.width; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        const int value = decoded.pixels[y * decoded.stride + x * step +
                                         (step == 1    ? 0
                                          : blue_first ? 2 - channel
                                                       : channel)];
        const int wanted =
            expected.pixels[y * expected.stride + x * expected_step + (expected_step == 1 ? 0 : channel)];
        worst = std::max(worst, std::abs(value - wanted));
      }
    }
  }
  EXPECT_LE(worst, tolerance);
  EXPECT_EQ(decoded.damage, "");
}

ErrorCode code_of(const Bytes& encoded, const media::PictureLimits& limits = {}) {
  try {
    decode_picture(encoded, limits);
  } catch (const Error& error) {
    EXPECT_EQ(error.stage(), ErrorStage::kDecode);
    EXPECT_STRNE(error.what(), "");
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

struct Encoded {
  const char* name;
  Bytes bytes;
};

/// The same pattern in each format that keeps every pixel as it is.
std::vector<Encoded> lossless_pictures() {
  const Picture picture = pattern(kWidth, kHeight);
  return {
      {"png", encode_png(picture)},
      {"png_interlaced", encode_png(picture, {.interlaced = true})},
      {"png_alpha", encode_png(picture, {.alpha = true})},
      {"png_16_bit", encode_png(picture, {.bits = 16})},
      {"png_16_bit_alpha", encode_png(picture, {.bits = 16, .alpha = true})},
      {"webp_lossless", encode_webp(picture, true)},
      {"webp_animation", encode_webp_animation(picture, pattern(kWidth, kHeight, PixelFormat::kRgb))},
      {"bmp", encode_bmp(picture)},
      {"ppm", encode_ppm(picture)},
      {"tiff", encode_tiff(picture, 1)},
  };
}

std::vector<Encoded> all_pictures() {
  const Picture picture = pattern(kWidth, kHeight);
  std::vector<Encoded> pictures = lossless_pictures();
  pictures.push_back({"jpeg", encode_jpeg(picture)});
  pictures.push_back({"jpeg_progressive", encode_jpeg(picture, {.progressive = true})});
  pictures.push_back({"jpeg_cmyk", encode_jpeg(picture, {.cmyk = true})});
  pictures.push_back({"jpeg_exif", encode_jpeg(picture, {.exif = exif_with_orientation(6)})});
  pictures.push_back({"webp", encode_webp(picture, false, exif_with_orientation(3))});
  pictures.push_back({"avif", encode_avif(picture)});
  return pictures;
}

TEST(Picture, LosslessFormatsKeepEveryPixel) {
  for (const Encoded& picture : lossless_pictures()) {
    SCOPED_TRACE(picture.name);
    expect_pixels(decode_picture(picture.bytes), pattern(kWidth, kHeight));
  }
}

TEST(Picture, LossyFormatsComeClose) {
  // The pattern is smooth, but for where its values run over.
  Picture smooth = pattern(kWidth, kHeight);
  for (std::size_t index = 0; index < smooth.pixels.size(); ++index) {
    smooth.pixels[index] = static_cast<std::uint8_t>(60 + index / 3 % kWidth + index / 3 / kWidth);
  }
  expect_pixels(decode_picture(encode_jpeg(smooth)), smooth, 4);
  expect_pixels(decode_picture(encode_jpeg(smooth, {.progressive = true})), smooth, 4);
  expect_pixels(decode_picture(encode_jpeg(smooth, {.cmyk = true})), smooth, 4);
  expect_pixels(decode_picture(encode_webp(smooth, false)), smooth, 8);
  expect_pixels(decode_picture(encode_avif(smooth)), smooth, 4);
}

TEST(Picture, GreyStaysGrey) {
  const Picture grey = pattern(kWidth, kHeight, PixelFormat::kGrey);
  const Picture png = decode_picture(encode_png(grey));
  EXPECT_EQ(png.format, PixelFormat::kGrey);
  expect_pixels(png, grey);
  const Picture with_alpha = decode_picture(encode_png(grey, {.alpha = true}));
  EXPECT_EQ(with_alpha.format, PixelFormat::kGrey);
  expect_pixels(with_alpha, grey);
  EXPECT_EQ(decode_picture(encode_jpeg(grey)).format, PixelFormat::kGrey);
}

TEST(Picture, PaletteIsExpandedAndItsTransparencyDropped) {
  const Picture grey = pattern(kWidth, kHeight, PixelFormat::kGrey);
  expect_pixels(decode_picture(encode_png(grey, {.palette = true})), grey);
}

TEST(Picture, FirstFrameOfAnAnimationIsTheOneDecoded) {
  const Picture first = pattern(kWidth, kHeight);
  Picture second = first;
  for (std::uint8_t& value : second.pixels) value = static_cast<std::uint8_t>(255 - value);
  expect_pixels(decode_picture(encode_webp_animation(first, second)), first);
}

TEST(Picture, OrientationIsAnAttributeAndTurnsNoPixel) {
  const Picture picture = pattern(kWidth, kHeight);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    const auto expected = static_cast<Orientation>(orientation);
    const Bytes exif = exif_with_orientation(orientation);
    const Picture png = decode_picture(encode_png(picture, {.exif = exif}));
    EXPECT_EQ(png.orientation, expected);
    expect_pixels(png, picture);
    EXPECT_EQ(decode_picture(encode_jpeg(picture, {.exif = exif})).orientation, expected);
    EXPECT_EQ(decode_picture(encode_jpeg(picture, {.progressive = true, .exif = exif})).orientation, expected);
    EXPECT_EQ(decode_picture(encode_webp(picture, true, exif)).orientation, expected);
    EXPECT_EQ(decode_picture(encode_tiff(picture, orientation)).orientation, expected);
  }
}

TEST(Exif, OrientationInBothByteOrders) {
  EXPECT_EQ(media::exif_orientation(exif_with_orientation(8, true)), Orientation::kRotated270);
  EXPECT_EQ(media::exif_orientation(exif_with_orientation(8, false)), Orientation::kRotated270);
}

TEST(Exif, WhatCannotBeReadIsUpright) {
  EXPECT_EQ(media::exif_orientation({}), Orientation::kUpright);
  EXPECT_EQ(media::exif_orientation(exif_with_orientation(0)), Orientation::kUpright);
  EXPECT_EQ(media::exif_orientation(exif_with_orientation(9)), Orientation::kUpright);
  const Bytes whole = exif_with_orientation(6);
  for (std::size_t length = 0; length < 18; ++length) {  // the entry's value ends at byte 20
    EXPECT_EQ(media::exif_orientation(std::span(whole).first(length)), Orientation::kUpright) << length;
  }
}

TEST(Picture, NothingAndTextAreRefused) {
  EXPECT_EQ(code_of({}), ErrorCode::kEmpty);
  const std::string text = "This is a letter, and no picture at all.\n";
  EXPECT_EQ(code_of({text.begin(), text.end()}), ErrorCode::kUnsupported);
  EXPECT_EQ(code_of(Bytes(5000, 0)), ErrorCode::kUnsupported);
}

TEST(Picture, AClipIsRefusedAsOne) {
  // The first boxes of an MP4 file.
  Bytes clip = {0, 0, 0, 20, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0, 'm', 'p', '4', '1'};
  clip.insert(clip.end(), {0, 0, 0, 8, 'm', 'd', 'a', 't'});
  EXPECT_EQ(code_of(clip), ErrorCode::kUnsupported);
  EXPECT_FALSE(media::looks_like_picture(clip));
}

TEST(Picture, LooksLikeOneByItsFirstBytesAlone) {
  for (const Encoded& picture : all_pictures()) {
    EXPECT_TRUE(media::looks_like_picture(picture.bytes)) << picture.name;
  }
  const std::string text = "name,age\nnobody,0\n";
  EXPECT_FALSE(media::looks_like_picture(Bytes(text.begin(), text.end())));
  EXPECT_FALSE(media::looks_like_picture({}));
}

TEST(Picture, LimitHoldsInEveryFormat) {
  const std::uint64_t pixels = kWidth * kHeight;
  for (const Encoded& picture : all_pictures()) {
    SCOPED_TRACE(picture.name);
    EXPECT_NO_THROW(decode_picture(picture.bytes, {.max_pixels = pixels}));
    EXPECT_EQ(code_of(picture.bytes, {.max_pixels = pixels - 1}), ErrorCode::kLimit);
  }
}

TEST(Picture, ATinyFileThatClaimsToBeHugeIsRefusedByItsHeader) {
  EXPECT_EQ(code_of(png_claiming(30000, 30000)), ErrorCode::kLimit);
  EXPECT_EQ(code_of(png_claiming(0x7FFFFFFF, 1)), ErrorCode::kLimit);
  EXPECT_EQ(code_of(png_claiming(40000, 100)), ErrorCode::kLimit) << "a side longer than a view may have";
}

TEST(Picture, WhatIsDecodedOfATruncatedPictureIsUsed) {
  const Picture large = pattern(400, 300);
  for (const Encoded& picture : {Encoded{"png", encode_png(large)}, Encoded{"jpeg", encode_jpeg(large)},
                                 Encoded{"webp", encode_webp(large, false)}}) {
    SCOPED_TRACE(picture.name);
    const Picture whole = decode_picture(picture.bytes);
    const Picture half = decode_picture(std::span(picture.bytes).first(picture.bytes.size() / 2));
    EXPECT_THAT(half.damage, HasSubstr("breaks off"));
    ASSERT_EQ(half.pixels.size(), whole.pixels.size());
    const std::size_t quarter = whole.pixels.size() / 4;
    EXPECT_TRUE(std::equal(whole.pixels.begin(), whole.pixels.begin() + static_cast<std::ptrdiff_t>(quarter),
                           half.pixels.begin()));
  }
}

TEST(Picture, EveryTruncationIsFlaggedOrRefused) {
  for (const Encoded& picture : all_pictures()) {
    SCOPED_TRACE(picture.name);
    const Picture whole = decode_picture(picture.bytes);
    for (std::size_t length = 1; length < picture.bytes.size(); length += length < 64 ? 1 : 7) {
      try {
        const Picture part = decode_picture(std::span(picture.bytes).first(length));
        // What is cut off may be no more than an end mark; otherwise the pixels tell, and so must the flag.
        if (part.damage.empty()) {
          EXPECT_EQ(part.pixels, whole.pixels) << "of the first " << length << " bytes";
        }
      } catch (const Error& error) {
        EXPECT_EQ(error.stage(), ErrorStage::kDecode);
      }
    }
  }
}

TEST(Picture, NoChangedByteCrashesADecoder) {
  std::mt19937 random(1);
  for (const Encoded& picture : all_pictures()) {
    SCOPED_TRACE(picture.name);
    for (int trial = 0; trial < 300; ++trial) {
      Bytes changed = picture.bytes;
      for (int change = 0; change < 3; ++change) {
        changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
      }
      try {
        const Picture decoded = decode_picture(changed, {.max_pixels = 1 << 20});
        EXPECT_EQ(decoded.pixels.size(), static_cast<std::size_t>(decoded.stride) * decoded.height);
      } catch (const Error& error) {
        EXPECT_EQ(error.stage(), ErrorStage::kDecode);
      }
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
