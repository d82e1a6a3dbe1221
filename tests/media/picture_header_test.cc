#include "media/headers/picture_header.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "media/bombs.h"
#include "media/claiming_pictures.h"
#include "media/decoders/ffmpeg_format.h"
#include "media/encoded_pictures.h"
#include "media/headers/coded_sizes.h"
#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

using media::PictureFormat;
using media::PictureSize;

std::optional<PictureSize> claimed(std::span<const std::uint8_t> encoded) {
  const PictureFormat format = media::picture_format(encoded);
  if (format != PictureFormat::kOther) return media::picture_size(encoded, format);
  return media::picture_size(encoded, media::ffmpeg_format(encoded).picture_codec);
}

TEST(PictureHeader, SaysTheSizeOfEveryFormat) {
  for (const auto& [width, height] : {std::pair{1U, 1U}, {37U, 29U}, {640U, 12000U}, {16383U, 257U}, {65535U, 8U}}) {
    for (const EncodedPicture& picture : claiming(width, height)) {
      const std::optional<PictureSize> size = claimed(picture.bytes);
      ASSERT_TRUE(size) << picture.name;
      EXPECT_EQ(size->width, width) << picture.name;
      EXPECT_EQ(size->height, height) << picture.name;
    }
  }
}

TEST(PictureHeader, IsThatOfTheDecodedPicture) {
  for (const EncodedPicture& sample : all_samples()) {
    const std::optional<PictureSize> size = claimed(sample.bytes);
    ASSERT_TRUE(size) << sample.name;
    EXPECT_EQ(size->width, kSampleWidth) << sample.name;
    EXPECT_EQ(size->height, kSampleHeight) << sample.name;
  }
}

TEST(PictureHeader, IsNoneWhereItIsCutOff) {
  for (const EncodedPicture& picture : claiming(300, 200)) {
    const PictureFormat format = media::picture_format(picture.bytes);
    const AVCodecID codec = media::ffmpeg_format(picture.bytes).picture_codec;
    for (std::size_t length = 0; length < picture.bytes.size(); ++length) {
      // In memory of its own, so that a reader that goes beyond the end is found out.
      const Bytes beginning(picture.bytes.begin(), picture.bytes.begin() + static_cast<std::ptrdiff_t>(length));
      const std::optional<PictureSize> size = format == PictureFormat::kOther ? media::picture_size(beginning, codec)
                                                                              : media::picture_size(beginning, format);
      // A number that is written as text may lack its last digits.
      if (size) {
        EXPECT_LE(size->width, 300) << picture.name;
        EXPECT_LE(size->height, 300) << picture.name;
      }
    }
  }
}

TEST(PictureHeader, OfACodedPictureIsItsOwn) {
  const Bytes avif = encode_avif(smooth_pattern(300, 200));
  const Bytes start = {0x12, 0x00};  // the mark between frames, which comes first
  const auto begin = std::search(avif.begin(), avif.end(), start.begin(), start.end());
  ASSERT_NE(begin, avif.end());
  const auto of_av1 = media::size_of_av1(media::ByteReader(std::span(avif).subspan(begin - avif.begin())));
  ASSERT_TRUE(of_av1);
  EXPECT_EQ(of_av1->width, 300);
  EXPECT_EQ(of_av1->height, 200);

  // The sample's tile: a length, and the unit behind it.
  const Bytes heic = heic_sample();
  const Bytes unit = {0x42, 0x01, 0x01};
  const auto set = std::search(heic.begin(), heic.end(), unit.begin(), unit.end());
  ASSERT_NE(set, heic.end());
  const auto of_hevc = media::size_of_hevc(media::ByteReader(std::span(heic).subspan(set - heic.begin() - 2, 64)), 2);
  ASSERT_TRUE(of_hevc);
  EXPECT_EQ(of_hevc->width, 64);
  EXPECT_EQ(of_hevc->height, 64);
}

TEST(PictureHeader, WithBoxesWithoutNumberIsRefused) {
  for (const EncodedPicture& bomb : hidden_bombs()) {
    if (bomb.name != "heif_of_20000_boxes") continue;
    try {
      media::picture_size(bomb.bytes, PictureFormat::kHeif);
      ADD_FAILURE() << "it was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kLimit);
      EXPECT_EQ(error.details().where, "header");
      EXPECT_EQ(error.details().limit, 4096);
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
