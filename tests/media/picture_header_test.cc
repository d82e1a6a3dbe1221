#include "media/headers/picture_header.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>

#include "media/bombs.h"
#include "media/claiming_pictures.h"
#include "media/decoders/ffmpeg_format.h"
#include "media/encoded_pictures.h"
#include "media/headers/coded_sizes.h"
#include "media/headers/heif_coded_items.h"
#include "media/headers/readers.h"
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

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes whole;
  for (const Bytes& part : parts) whole.insert(whole.end(), part.begin(), part.end());
  return whole;
}

Bytes claiming_300_by_200(std::string_view format) {
  return std::ranges::find(claims(), format, &Claim::format)->make(300, 200);
}

void expect_size(const std::optional<PictureSize>& size, std::int64_t width, std::int64_t height) {
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, width);
  EXPECT_EQ(size->height, height);
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

TEST(PictureHeader, OfRareKinds) {
  const auto size_of = [](std::string_view bytes, AVCodecID codec) {
    return media::picture_size(bytes_of(bytes), codec);
  };
  expect_size(size_of({"\1\x2C\0\xC8\0\0\0\0\0\x18", 10}, AV_CODEC_ID_ALIAS_PIX), 300, 200);
  expect_size(size_of({"BM\0\0\0\0\0\0\0\0\x1A\0\0\0\x0C\0\0\0\x2C\1\xC8\0", 22}, AV_CODEC_ID_BMP), 300, 200);
  expect_size(size_of({"MM\0*\0\0\0\x8\0\2"
                       "\1\0\0\3\0\0\0\1\1\x2C\0\0"
                       "\1\1\0\4\0\0\0\1\0\0\0\xC8\0\0\0",
                       37},
                      AV_CODEC_ID_TIFF),
              300, 200);
  Bytes little_dpx = bytes_of("XPDS");
  little_dpx.resize(0x304);
  expect_size(media::picture_size(joined({little_dpx, {0x2C, 1, 0, 0, 0xC8, 0, 0, 0}}), AV_CODEC_ID_DPX), 300, 200);
  EXPECT_FALSE(size_of("P6 300 200 255 ", AV_CODEC_ID_NONE));
}

TEST(PictureHeader, OfANumberBeyondAllMeasureIsTheLargest) {
  expect_size(media::picture_size(bytes_of("P6\n99999999999 2\n255\n"), AV_CODEC_ID_PPM), UINT32_MAX, 2);
}

TEST(PictureHeader, OfAJpegIsTheFrameWhateverComesBefore) {
  Bytes jpeg = claiming_300_by_200("jpeg_arithmetic");
  // A mark that stands alone, and how the arithmetic is coded.
  const Bytes before = {0xFF, 0x01, 0xFF, 0xCC, 0, 6, 0, 0x10, 1, 5};
  jpeg.insert(jpeg.begin() + 2, before.begin(), before.end());
  expect_size(claimed(jpeg), 300, 200);
}

TEST(PictureHeader, OfAJpeg2000MayLieBehindFurtherBoxes) {
  const Bytes signature = bytes_of({"\0\0\0\x0CjP  \r\n\x87\n", 12});
  const Bytes box =
      bytes_of({"\0\0\0\x8"
                "free",
                8});
  const Bytes long_box =
      bytes_of({"\0\0\0\1"
                "free\0\0\0\0\0\0\0\x10",
                16});
  const Bytes long_stream_box = bytes_of({"\0\0\0\1jp2c\0\0\0\0\0\0\1\0", 16});
  const Bytes stream = claiming_300_by_200("jpeg2000");
  const auto size_of = [](const Bytes& bytes) { return media::picture_size(bytes, AV_CODEC_ID_JPEG2000); };
  expect_size(size_of(joined({signature, box, long_box, long_stream_box, stream})), 300, 200);
  // A decoder does not look at so many either.
  Bytes far = signature;
  for (int boxes = 0; boxes < 64; ++boxes) far = joined({far, box});
  EXPECT_FALSE(size_of(joined({far, long_stream_box, stream})));
}

TEST(PictureHeader, OfAJpegXlMayBeShort) {
  const auto size_of = [](const Bytes& bytes) { return media::picture_size(bytes, AV_CODEC_ID_JPEGXL); };
  expect_size(size_of({0xFF, 0x0A, 0x31, 0x01}), 300, 200);  // 25 eights, three to two
  expect_size(size_of({0xFF, 0x0A, 0x31, 0x3E}), 256, 200);  // 25 eights, 32 eights
}

TEST(PictureHeader, OfAJpegXlMayLieInABox) {
  const Bytes signature = bytes_of({"\0\0\0\x0CJXL \r\n\x87\n", 12});
  const Bytes box =
      bytes_of({"\0\0\0\x8"
                "Exif",
                8});
  const Bytes whole = bytes_of({"\0\0\0\0jxlc", 8});
  const Bytes part = bytes_of({"\0\0\0\x14jxlp\0\0\0\0", 12});
  const Bytes stream = claiming_300_by_200("jpegxl");
  const auto size_of = [](const Bytes& bytes) { return media::picture_size(bytes, AV_CODEC_ID_JPEGXL); };
  expect_size(size_of(joined({signature, box, whole, stream})), 300, 200);
  expect_size(size_of(joined({signature, part, stream})), 300, 200);
  EXPECT_FALSE(size_of(joined({signature, box})));
  for (const std::uint8_t bytes : {7, 200}) {
    Bytes broken = box;
    broken[3] = bytes;
    EXPECT_FALSE(size_of(joined({signature, broken, whole, stream}))) << int{bytes};
  }
  Bytes far = signature;
  for (int boxes = 0; boxes < 64; ++boxes) far = joined({far, box});
  EXPECT_FALSE(size_of(joined({far, whole, stream})));
}

TEST(PictureHeader, ABoundOfPixelsIsKnownForEveryFormatOfFfmpeg) {
  for (const EncodedPicture& sample : all_samples()) {
    if (media::picture_format(sample.bytes) != PictureFormat::kOther) continue;
    const auto most = media::most_pixels_per_byte(media::ffmpeg_format(sample.bytes).picture_codec);
    ASSERT_TRUE(most) << sample.name;
    EXPECT_GE(*most * static_cast<std::int64_t>(sample.bytes.size()), kSampleWidth * kSampleHeight) << sample.name;
  }
  EXPECT_EQ(media::most_pixels_per_byte(AV_CODEC_ID_ALIAS_PIX), media::most_pixels_per_byte(AV_CODEC_ID_SGI));
  EXPECT_FALSE(media::most_pixels_per_byte(AV_CODEC_ID_NONE));
}

/// Numbers of bits, the highest bit first.
class BitWriter {
 public:
  BitWriter& bits(std::uint64_t value, int count) {
    for (int bit = count - 1; bit >= 0; --bit, ++count_) {
      if (count_ % 8 == 0) bytes_.push_back(0);
      if ((value >> bit & 1U) != 0) bytes_.back() |= static_cast<std::uint8_t>(0x80U >> (count_ % 8));
    }
    return *this;
  }

  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
  int count_ = 0;
};

/// AV1's, of 640x360, with all that may stand before the size.
Bytes sequence_header() {
  BitWriter header;
  header.bits(0, 5);
  header.bits(1, 1).bits(1, 32).bits(25, 32).bits(1, 1).bits(0b00101, 5);       // timing; 4 ticks
  header.bits(1, 1).bits(9, 5).bits(1, 32).bits(3, 5).bits(4, 5);               // a decoder's model, delays of 10 bits
  header.bits(1, 1).bits(2, 5);                                                 // delays of the display; 3 points
  header.bits(0, 12).bits(8, 5).bits(1, 1).bits(1, 1).bits(7, 10).bits(8, 10);  // with a tier and a model
  header.bits(1, 1).bits(1, 1).bits(9, 4);
  header.bits(0, 12).bits(7, 5).bits(0, 1).bits(0, 1);  // with nothing
  header.bits(0, 12).bits(9, 5).bits(0, 1).bits(0, 1).bits(1, 1).bits(3, 4);
  header.bits(9, 4).bits(8, 4).bits(639, 10).bits(359, 9);
  return header.bytes();
}

TEST(PictureHeader, OfAnAv1SequenceIsBehindItsOperatingPoints) {
  const Bytes header = sequence_header();
  const auto bytes = static_cast<std::uint8_t>(header.size());
  expect_size(media::size_of_av1(media::ByteReader(joined({{0x0A, bytes}, header}))), 640, 360);
  // A length in as many bytes as it may have.
  const Bytes long_length = {0x0A, static_cast<std::uint8_t>(bytes | 0x80U), 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
  expect_size(media::size_of_av1(media::ByteReader(joined({long_length, header}))), 640, 360);
}

TEST(PictureHeader, OfAHeifFileReadsNoByteAgainAndAgain) {
  const Bytes file(1000);
  const Bytes properties =
      bytes_of({"\0\0\0\x0C"
                "av1C\x81\0\0\0",
                12});
  const auto size_with_extents = [&](std::uint8_t extents) {
    Bytes locations = {0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, extents};
    locations.resize(locations.size() + std::size_t{8} * extents);  // all of the file each
    return media::size_of_coded_items(media::ByteReader(file), {.locations = media::ByteReader(locations),
                                                                .properties = media::ByteReader(properties)});
  };
  EXPECT_FALSE(size_with_extents(2));
  try {
    size_with_extents(3);
    ADD_FAILURE() << "it was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kLimit);
    EXPECT_EQ(error.details().limit, 2000);
    EXPECT_EQ(error.details().actual, 3000);
  }
}

TEST(PictureHeader, OfAHeifFileFollowsOnlyWhatAPictureIsMadeOf) {
  const Bytes made_of =
      bytes_of({"\0\0\0\0\0\0\0\x0E"
                "dimg\0\1\0\1\0\2",
                18});
  const auto check_with = [&](std::string_view type) {
    media::check_heif_references(media::ByteReader(
        joined({made_of, bytes_of({"\0\0\0\x0E", 4}), bytes_of(type), bytes_of({"\0\2\0\1\0\1", 6})})));
  };
  EXPECT_NO_THROW(check_with("thmb"));
  EXPECT_THROW(check_with("dimg"), Error);
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
