#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "media/encoded_pictures.h"
#include "media/picture.h"
#include "media/sample_pictures.h"

namespace mtcnn::test {
namespace {

using media::decode_picture;
using testing::HasSubstr;

/// Where the bytes of `mark` begin.
std::size_t position_of(const Bytes& encoded, const Bytes& mark) {
  const auto found = std::search(encoded.begin(), encoded.end(), mark.begin(), mark.end());
  EXPECT_NE(found, encoded.end());
  return static_cast<std::size_t>(found - encoded.begin());
}

long most_memory_in_use() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;  // KiB
}

TEST(PictureRefusal, NothingAtAll) { EXPECT_EQ(refusal_of({}).code, ErrorCode::kEmpty); }

TEST(PictureRefusal, NoPicture) {
  for (const std::string_view text :
       {"a", "This is a letter, and no picture at all.\n", "name,age\nnobody,0\n", "<html><body>404</body></html>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>"}) {
    EXPECT_EQ(refusal_of(bytes_of(text)).code, ErrorCode::kUnsupported) << text;
    EXPECT_FALSE(media::looks_like_picture(bytes_of(text))) << text;
  }
  EXPECT_EQ(refusal_of(Bytes(5000, 0)).code, ErrorCode::kUnsupported);
  EXPECT_FALSE(media::looks_like_picture({}));
}

TEST(PictureRefusal, AClipIsCalledOne) {
  const Bytes mp4 =
      bytes_of({"\0\0\0\x14"
                "ftypisom\0\0\x02\0mp41\0\0\0\x08mdat",
                28});
  const Refusal refusal = refusal_of(mp4);
  EXPECT_EQ(refusal.code, ErrorCode::kUnsupported);
  EXPECT_THAT(refusal.message, HasSubstr("clip"));
  EXPECT_THAT(refusal.message, HasSubstr("holds neither a picture nor a clip"));
  EXPECT_FALSE(media::looks_like_picture(mp4));
}

TEST(PictureRefusal, AListOfOtherFilesOpensNone) {
  // Opened as FFmpeg would, these lead to other files and into the network.
  for (const std::string_view list :
       {"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///dev/zero\n", "ffconcat version 1.0\nfile /dev/zero\n"}) {
    EXPECT_EQ(refusal_of(bytes_of(list)).code, ErrorCode::kUnsupported) << list;
  }
}

TEST(PictureRefusal, ATiffWithJpegInsideIsNotReadAsBlack) {
  const media::Picture picture = pattern(kSampleWidth, kSampleHeight);
  for (const int compression : {6, 7}) {
    EXPECT_EQ(refusal_of(encode_tiff(picture, {.compression = compression})).code, ErrorCode::kUnsupported);
  }
}

TEST(PictureRefusal, AJpegOfTwelveBits) {
  Bytes encoded = encode_jpeg(pattern(kSampleWidth, kSampleHeight));
  encoded[position_of(encoded, {0xFF, 0xC0}) + 4] = 12;
  EXPECT_EQ(refusal_of(encoded).code, ErrorCode::kUnsupported);
}

TEST(PictureRefusal, AnyFormatOverTheLimit) {
  const std::uint64_t pixels = kSampleWidth * kSampleHeight;
  for (const EncodedPicture& sample : all_samples()) {
    SCOPED_TRACE(sample.name);
    EXPECT_NO_THROW(decode_picture(sample.bytes, {.max_pixels = pixels}));
    const Refusal refusal = refusal_of(sample.bytes, {.max_pixels = pixels - 1});
    EXPECT_EQ(refusal.code, ErrorCode::kLimit);
    EXPECT_THAT(refusal.message, HasSubstr("37x29"));
    EXPECT_THAT(refusal.message, HasSubstr("1072"));
  }
}

TEST(PictureRefusal, ASideTooLong) {
  EXPECT_EQ(refusal_of(png_claiming(40000, 10)).code, ErrorCode::kLimit);
  EXPECT_EQ(refusal_of(png_claiming(1, 0x7FFFFFFF)).code, ErrorCode::kLimit);
  Bytes jpeg = encode_jpeg(pattern(kSampleWidth, kSampleHeight));
  const std::size_t height = position_of(jpeg, {0xFF, 0xC0}) + 5;
  jpeg[height] = 0xFF;
  jpeg[height + 1] = 0xFF;
  EXPECT_EQ(refusal_of(jpeg).code, ErrorCode::kLimit);
}

/// The sample with 30,000 in the place of its width and height.
Bytes claiming_to_be_huge(Bytes encoded, std::size_t width_offset, std::size_t height_offset, bool big_endian) {
  for (const std::size_t offset : {width_offset, height_offset}) {
    encoded[offset + (big_endian ? 0 : 1)] = 30000 / 256;
    encoded[offset + (big_endian ? 1 : 0)] = 30000 % 256;
  }
  return encoded;
}

TEST(PictureRefusal, ATinyFileThatClaimsToBeHugeCostsNoMemory) {
  const media::Picture tiny = pattern(16, 16);
  const Bytes avif = encode_avif(tiny);
  const std::size_t avif_size = position_of(avif, bytes_of("ispe")) + 8;
  const std::vector<EncodedPicture> claims = {
      {"png", png_claiming(30000, 30000)},
      {"ppm", bytes_of("P6\n30000 30000\n255\n...")},
      {"bmp", claiming_to_be_huge(encode_bmp(tiny), 18, 22, false)},
      {"qoi", claiming_to_be_huge(encode_qoi(tiny), 6, 10, true)},
      {"targa", claiming_to_be_huge(encode_targa(tiny), 12, 14, false)},
      {"tiff", claiming_to_be_huge(encode_tiff(tiny), 18, 30, false)},
      {"avif", claiming_to_be_huge(avif, avif_size + 2, avif_size + 6, true)},
  };
  const long before = most_memory_in_use();
  for (const EncodedPicture& claim : claims) {
    SCOPED_TRACE(claim.name);
    const Refusal refusal = refusal_of(claim.bytes);
    EXPECT_EQ(refusal.code, ErrorCode::kLimit);
    EXPECT_THAT(refusal.message, HasSubstr("30000x30000"));
  }
  constexpr long kMuchMemory = 200 * 1024;
  EXPECT_LT(most_memory_in_use() - before, kMuchMemory);
}

/// The sample, whose boxes say that all pictures in it are small.
Bytes with_small_boxes(Bytes encoded) {
  const Bytes mark = bytes_of("ispe");
  const Bytes small = {0, 0, 0, 16, 0, 0, 0, 16};
  auto place = encoded.begin();
  while ((place = std::search(place, encoded.end(), mark.begin(), mark.end())) != encoded.end()) {
    std::ranges::copy(small, place + 8);
    ++place;
  }
  return encoded;
}

// What the decoder goes by is the size in the coded picture itself.
TEST(PictureRefusal, BoxesThatLieAboutTheirPicture) {
  const Bytes avif = with_small_boxes(encode_avif(smooth_pattern(1200, 1000)));
  const Refusal refusal = refusal_of(avif, {.max_pixels = 1200 * 1000 - 1});
  EXPECT_EQ(refusal.code, ErrorCode::kLimit);
  EXPECT_THAT(refusal.message, HasSubstr("1200x1000"));
  EXPECT_NO_THROW(decode_picture(avif, {.max_pixels = 1200 * 1000}));
}

TEST(PictureRefusal, AGridOfTilesThatIsLargerThanItsPicture) {
  Bytes encoded = heic_sample();
  const std::size_t grid = position_of(encoded, bytes_of({"idat\0\0\0\0", 8})) + 8;
  std::copy_n(bytes_of("\x0B\xB8\x0B\xB8").begin(), 4, encoded.begin() + static_cast<std::ptrdiff_t>(grid));
  EXPECT_EQ(refusal_of(encoded).code, ErrorCode::kLimit);
}

TEST(PictureRefusal, AJpegOfEndlessScans) {
  const Bytes encoded = encode_jpeg(pattern(kSampleWidth, kSampleHeight), {.progressive = true});
  const Bytes mark = {0xFF, 0xDA};
  const auto last_scan = std::find_end(encoded.begin(), encoded.end(), mark.begin(), mark.end());
  Bytes endless(encoded.begin(), encoded.end() - 2);
  for (int copy = 0; copy < 200; ++copy) endless.insert(endless.end(), last_scan, encoded.end() - 2);
  EXPECT_EQ(refusal_of(endless).code, ErrorCode::kCorrupt);
}

TEST(PictureRefusal, HeadersWithoutAPixel) {
  const media::Picture picture = pattern(kSampleWidth, kSampleHeight);
  const Bytes jpeg = encode_jpeg(picture);
  const std::size_t scan = position_of(jpeg, {0xFF, 0xDA});
  const std::size_t first_pixel = scan + 2 + jpeg[scan + 3];
  EXPECT_EQ(refusal_of({jpeg.begin(), jpeg.begin() + static_cast<std::ptrdiff_t>(first_pixel)}).code,
            ErrorCode::kCorrupt);
  EXPECT_EQ(refusal_of(png_claiming(30, 30)).code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace mtcnn::test
