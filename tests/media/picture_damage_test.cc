#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <random>
#include <thread>

#include "media/claiming_pictures.h"
#include "media/decoders/ffmpeg_end.h"
#include "media/encoded_pictures.h"
#include "media/picture.h"
#include "media/sample_pictures.h"

namespace mtcnn::test {
namespace {

using media::decode_picture;
using media::Picture;
using testing::HasSubstr;

class DamagedPicture : public testing::TestWithParam<EncodedPicture> {
 protected:
  /// Decodes bytes that may be wrong; a refusal is as good as an answer.
  static std::optional<Picture> decode(std::span<const std::uint8_t> encoded) try {
    Picture picture = decode_picture(encoded, {.max_pixels = 1 << 18});
    EXPECT_EQ(picture.pixels.size(),
              static_cast<std::size_t>(picture.stride) * static_cast<std::size_t>(picture.height));
    return picture;
  } catch (const Error& error) {
    EXPECT_EQ(error.stage(), ErrorStage::kDecode);
    EXPECT_STRNE(error.what(), "");
    return std::nullopt;
  }

  static void expect_silence() {
    const std::string printed = testing::internal::GetCapturedStderr();
    // libheif's decoder of HEVC prints what is wrong with a header, and cannot be told not to.
    if (GetParam().name != "heic") {
      EXPECT_EQ(printed, "");
    }
  }
};

TEST_P(DamagedPicture, EveryBeginningIsFlaggedOrRefused) {
  const Bytes& encoded = GetParam().bytes;
  const Picture whole = decode_picture(encoded);
  testing::internal::CaptureStderr();
  for (std::size_t length = 0; length < encoded.size(); ++length) {
    // In memory of its own, so that a decoder that reads beyond the end is found out.
    const Bytes beginning(encoded.begin(), encoded.begin() + static_cast<std::ptrdiff_t>(length));
    const std::optional<Picture> decoded = decode(beginning);
    // What is cut off may be no more than the mark of the end, or a later frame.
    if (decoded && decoded->damage.empty()) {
      EXPECT_EQ(decoded->pixels, whole.pixels) << "of the first " << length << " bytes";
    }
  }
  expect_silence();
}

TEST_P(DamagedPicture, ChangedBitsCrashNothing) {
  const Bytes& encoded = GetParam().bytes;
  std::mt19937 random(1);
  testing::internal::CaptureStderr();
  for (int trial = 0; trial < 2000; ++trial) {
    Bytes changed = encoded;
    for (int change = trial % 3; change >= 0; --change) {
      changed[random() % changed.size()] ^= static_cast<std::uint8_t>(1U << (random() % 8));
    }
    decode(changed);
  }
  expect_silence();
}

INSTANTIATE_TEST_SUITE_P(Samples, DamagedPicture, testing::ValuesIn(all_samples()),
                         [](const auto& test) { return test.param.name; });

TEST(PictureDamage, RowsAboveTheBreakAreUsed) {
  const Picture large = pattern(400, 300);
  for (const EncodedPicture& sample :
       {EncodedPicture{"png", encode_png(large)}, EncodedPicture{"jpeg", encode_jpeg(large)},
        EncodedPicture{"webp", encode_webp(large, false)}, EncodedPicture{"webp_lossless", encode_webp(large, true)}}) {
    SCOPED_TRACE(sample.name);
    const Picture whole = decode_picture(sample.bytes);
    const Picture part = decode_picture(std::span(sample.bytes).first(sample.bytes.size() * 2 / 5));
    int rows = 0;
    ASSERT_EQ(std::sscanf(part.damage.c_str(), "the picture breaks off after row %d of 300", &rows), 1) << part.damage;
    EXPECT_GT(rows, 10);
    ASSERT_EQ(part.pixels.size(), whole.pixels.size());
    EXPECT_TRUE(std::equal(whole.pixels.begin(), whole.pixels.begin() + rows * whole.stride, part.pixels.begin()));
  }
}

TEST(PictureDamage, OfAnInterlacedPictureEveryPlaceIsFilled) {
  Picture bright = pattern(400, 300);
  for (std::uint8_t& value : bright.pixels) value |= 0x40;
  const Bytes encoded = encode_png(bright, {.interlaced = true});
  const Picture half = decode_picture(std::span(encoded).first(encoded.size() / 2));
  EXPECT_THAT(half.damage, HasSubstr("the picture breaks off in pass 6 of 7"));
  EXPECT_EQ(std::ranges::count(half.pixels, 0), 0);
}

TEST(PictureDamage, OfAProgressivePictureTheScansThereAreAreUsed) {
  const Picture large = smooth_pattern(100, 80);
  const Bytes encoded = encode_jpeg(large, {.progressive = true});
  const Picture part = decode_picture(std::span(encoded).first(encoded.size() - 40));
  EXPECT_THAT(part.damage, HasSubstr("breaks off in scan"));
  const Bytes values = rgb_of(part);
  const Bytes wanted = rgb_of(large);
  for (std::size_t index = 0; index < wanted.size(); ++index) ASSERT_NEAR(values[index], wanted[index], 40);
}

TEST(PictureDamage, APictureWithoutItsEndMarkIsWhole) {
  const Picture picture = pattern(kSampleWidth, kSampleHeight);
  const Bytes jpeg = encode_jpeg(picture);
  EXPECT_EQ(decode_picture(std::span(jpeg).first(jpeg.size() - 2)).damage, "");
  const Bytes png = encode_png(picture);
  EXPECT_EQ(decode_picture(std::span(png).first(png.size() - 12)).damage, "");
}

TEST(PictureDamage, NoChangedBitOfAPngGoesUnnoticed) {
  const Bytes encoded = encode_png(pattern(kSampleWidth, kSampleHeight));
  const Picture whole = decode_picture(encoded);
  for (std::size_t bit = 0; bit < 8 * encoded.size(); bit += 3) {
    Bytes changed = encoded;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    try {
      const Picture decoded = decode_picture(changed);
      if (decoded.damage.empty()) {
        EXPECT_EQ(decoded.pixels, whole.pixels) << "bit " << bit;
      }
    } catch (const Error&) {
      continue;
    }
  }
}

// Of what FFmpeg decodes to the end without a word.
TEST(PictureDamage, ShowsInTheBytesAlone) {
  using media::ends_early;
  EXPECT_TRUE(ends_early(Bytes{0xD9}, AV_CODEC_ID_JPEGLS));
  EXPECT_TRUE(ends_early(Bytes{0xFF, 0xD8}, AV_CODEC_ID_JPEGLS));
  EXPECT_FALSE(ends_early(Bytes{0xFF, 0xD9}, AV_CODEC_ID_JPEGLS));

  const Bytes qoi = encode_qoi(pattern(2, 1));
  EXPECT_FALSE(ends_early(qoi, AV_CODEC_ID_QOI));
  EXPECT_TRUE(ends_early(bytes_of("qoif"), AV_CODEC_ID_QOI));
  Bytes half_a_code = qoi;
  half_a_code.erase(half_a_code.end() - 10, half_a_code.end() - 8);
  EXPECT_TRUE(ends_early(half_a_code, AV_CODEC_ID_QOI));

  Bytes tiff = std::ranges::find(claims(), "tiff", &Claim::format)->make(3000, 2000);
  EXPECT_TRUE(ends_early(tiff, AV_CODEC_ID_TIFF));
  EXPECT_FALSE(ends_early(std::span(tiff).first(8), AV_CODEC_ID_TIFF)) << "says nothing of its size";
}

TEST(PictureDamage, DoesNotShowInTheBytesOfACompressedTiff) {
  // Two bits a byte: less than any picture that is not compressed.
  Bytes tiff = encode_tiff(pattern(64, 64), {.compression = 5});
  tiff.resize(400);
  EXPECT_FALSE(media::ends_early(tiff, AV_CODEC_ID_TIFF));
  Bytes uncompressed = encode_tiff(pattern(64, 64));
  uncompressed.resize(400);
  EXPECT_TRUE(media::ends_early(uncompressed, AV_CODEC_ID_TIFF));
}

TEST(PictureDamage, IsThatOfThePictureAloneWhateverOtherThreadsDecode) {
  const Picture picture = pattern(kSampleWidth, kSampleHeight, PixelFormat::kGrey);
  const Bytes good = encode_gif(picture);
  const Bytes bad(good.begin(), good.end() - 300);
  const auto damages = [](const Bytes& encoded, bool expected, int& wrong) {
    for (int repeat = 0; repeat < 300; ++repeat) wrong += decode_picture(encoded).damage.empty() == expected ? 1 : 0;
  };
  int wrong_of_good = 0;
  int wrong_of_bad = 0;
  std::thread of_bad([&] { damages(bad, true, wrong_of_bad); });
  damages(good, false, wrong_of_good);
  of_bad.join();
  EXPECT_EQ(wrong_of_good, 0);
  EXPECT_EQ(wrong_of_bad, 0);
}

}  // namespace
}  // namespace mtcnn::test
