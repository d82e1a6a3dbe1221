#include "media/picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "media/encoded_pictures.h"
#include "media/sample_pictures.h"

namespace mtcnn::test {
namespace {

using media::decode_picture;
using media::Picture;

/// The largest difference of two values; 256 where the sizes differ.
int difference(const Picture& decoded, const Picture& expected) {
  if (decoded.width != expected.width || decoded.height != expected.height) return 256;
  const Bytes values = rgb_of(decoded);
  const Bytes wanted = rgb_of(expected);
  int worst = 0;
  for (std::size_t index = 0; index < wanted.size(); ++index) {
    worst = std::max(worst, std::abs(int{values[index]} - int{wanted[index]}));
  }
  return worst;
}

TEST(Picture, LosslessFormatsKeepEveryValue) {
  const Picture picture = pattern(kSampleWidth, kSampleHeight);
  for (const EncodedPicture& sample : lossless_samples()) {
    SCOPED_TRACE(sample.name);
    const Picture decoded = decode_picture(sample.bytes);
    EXPECT_EQ(difference(decoded, picture), 0);
    EXPECT_EQ(decoded.damage, "");
    EXPECT_EQ(decoded.orientation, Orientation::kUpright);
  }
}

TEST(Picture, LossyFormatsComeClose) {
  const Picture picture = smooth_pattern(kSampleWidth, kSampleHeight);
  EXPECT_LE(difference(decode_picture(encode_jpeg(picture)), picture), 6);
  EXPECT_LE(difference(decode_picture(encode_jpeg(picture, {.progressive = true})), picture), 6);
  EXPECT_LE(difference(decode_picture(encode_jpeg(picture, {.cmyk = true})), picture), 6);
  EXPECT_LE(difference(decode_picture(encode_webp(picture, false)), picture), 8);
  EXPECT_LE(difference(decode_picture(encode_avif(picture)), picture), 8);
  EXPECT_LE(difference(decode_picture(heic_sample()), picture), 8);
}

TEST(Picture, GreyStaysGrey) {
  const Picture grey = pattern(kSampleWidth, kSampleHeight, PixelFormat::kGrey);
  for (const PngOptions& options : {PngOptions{}, PngOptions{.bits = 16}, PngOptions{.alpha = true},
                                    PngOptions{.bits = 16, .alpha = true}, PngOptions{.interlaced = true}}) {
    const Picture decoded = decode_picture(encode_png(grey, options));
    EXPECT_EQ(decoded.format, PixelFormat::kGrey);
    EXPECT_EQ(difference(decoded, grey), 0);
  }
  EXPECT_EQ(decode_picture(encode_jpeg(grey)).format, PixelFormat::kGrey);
}

TEST(Picture, GreysOfFewBitsReachFromBlackToWhite) {
  const Picture grey = pattern(kSampleWidth, kSampleHeight, PixelFormat::kGrey);
  for (const int bits : {1, 2, 4}) {
    Picture expected = grey;
    const int highest = (1 << bits) - 1;
    for (std::uint8_t& value : expected.pixels)
      value = static_cast<std::uint8_t>((value >> (8 - bits)) * 255 / highest);
    EXPECT_EQ(difference(decode_picture(encode_png(grey, {.bits = bits})), expected), 0) << bits;
  }
}

TEST(Picture, PaletteIsExpandedAndTransparencyDropped) {
  const Picture grey = pattern(kSampleWidth, kSampleHeight, PixelFormat::kGrey);
  EXPECT_EQ(difference(decode_picture(encode_png(grey, {.palette = true})), grey), 0);
  Picture even = grey;
  for (std::uint8_t& value : even.pixels) value = static_cast<std::uint8_t>(value / 2 * 2);
  EXPECT_EQ(difference(decode_picture(encode_gif(grey)), even), 0);
}

TEST(Picture, OfAnAnimationTheFirstFrameIsDecoded) {
  const Picture first = pattern(kSampleWidth, kSampleHeight);
  Picture second = first;
  for (std::uint8_t& value : second.pixels) value = static_cast<std::uint8_t>(255 - value);
  EXPECT_EQ(difference(decode_picture(encode_webp_animation(first, second)), first), 0);
}

TEST(Picture, AroundAFirstFrameThatCoversAPartItIsBlack) {
  constexpr int kLeft = 4;
  constexpr int kTop = 6;
  const Picture frame = pattern(kSampleWidth, kSampleHeight);
  Picture expected = pattern(60, 50);
  std::ranges::fill(expected.pixels, std::uint8_t{0});
  for (int y = 0; y < frame.height; ++y) {
    std::copy_n(frame.pixels.begin() + y * frame.stride, frame.stride,
                expected.pixels.begin() + (y + kTop) * expected.stride + 3 * kLeft);
  }
  EXPECT_EQ(difference(decode_picture(encode_webp_animation_with_offset(frame, kLeft, kTop, 60, 50)), expected), 0);
}

TEST(Picture, OrientationIsAnAttributeAndTurnsNoPixel) {
  const Picture picture = pattern(kSampleWidth, kSampleHeight);
  for (int value = 1; value <= 8; ++value) {
    SCOPED_TRACE(value);
    const auto orientation = static_cast<Orientation>(value);
    const Bytes exif = exif_with_orientation(value);
    Bytes segment = bytes_of({"Exif\0\0", 6});
    segment.insert(segment.end(), exif.begin(), exif.end());
    const Bytes other_segment = bytes_of("http://ns.adobe.com/xap/1.0/");
    for (const EncodedPicture& sample :
         {EncodedPicture{"png", encode_png(picture, {.exif = exif})},
          EncodedPicture{"jpeg", encode_jpeg(picture, {.app1 = {other_segment, segment}})},
          EncodedPicture{"jpeg_progressive", encode_jpeg(picture, {.progressive = true, .app1 = {segment}})},
          EncodedPicture{"webp", encode_webp(picture, true, exif)},
          EncodedPicture{"tiff", encode_tiff(picture, {.orientation = value})},
          EncodedPicture{"tiff_directory_last",
                         encode_tiff(pattern(400, 100), {.orientation = value, .directory_last = true})}}) {
      const Picture decoded = decode_picture(sample.bytes);
      EXPECT_EQ(decoded.orientation, orientation) << sample.name;
      EXPECT_GT(decoded.width, decoded.height) << sample.name;
    }
  }
}

TEST(Picture, OrientationOfAPngMayComeBehindItsPixels) {
  Bytes encoded = encode_png(pattern(kSampleWidth, kSampleHeight));
  const Bytes chunk = png_chunk("eXIf", exif_with_orientation(6));
  constexpr std::ptrdiff_t kEndChunkBytes = 12;
  encoded.insert(encoded.end() - kEndChunkBytes, chunk.begin(), chunk.end());
  EXPECT_EQ(decode_picture(encoded).orientation, Orientation::kRotated90);
}

TEST(Picture, OfAHeifFileIsTurnedByItsLibrary) {
  const Picture picture = smooth_pattern(64, 48);
  const Picture turned = decode_picture(encode_avif(picture, Orientation::kRotated90));
  EXPECT_EQ(turned.orientation, Orientation::kUpright);
  Picture expected = smooth_pattern(48, 64);
  for (int y = 0; y < expected.height; ++y) {
    for (int x = 0; x < expected.width; ++x) {
      std::copy_n(picture.pixels.begin() + (picture.height - 1 - x) * picture.stride + 3 * y, 3,
                  expected.pixels.begin() + y * expected.stride + 3 * x);
    }
  }
  EXPECT_LE(difference(turned, expected), 10);
}

}  // namespace
}  // namespace mtcnn::test
