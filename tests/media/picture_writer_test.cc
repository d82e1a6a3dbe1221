#include "media/picture_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "media/file.h"
#include "media/picture.h"
#include "mtcnn/error.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using raster::Canvas;
using testing::HasSubstr;

/// A smooth picture with all channels different.
Canvas sample_canvas(int width, int height) {
  Canvas canvas{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (const int value : {255 * x / width, 255 * y / height, 128, 255}) {
        canvas.pixels.push_back(static_cast<std::uint8_t>(value));
      }
    }
  }
  return canvas;
}

/// The largest difference of a channel between the canvas and what a decoder makes of its encoded form.
int largest_difference(const Canvas& canvas, const std::vector<std::uint8_t>& encoded) {
  const media::Picture picture = media::decode_picture(encoded);
  const Canvas decoded = raster::make_canvas(picture.view());
  EXPECT_EQ(picture.damage, "");
  EXPECT_EQ(decoded.width, canvas.width);
  EXPECT_EQ(decoded.height, canvas.height);
  int largest = 0;
  for (std::size_t index = 0; index < canvas.pixels.size(); ++index) {
    largest = std::max(largest, std::abs(canvas.pixels[index] - decoded.pixels[index]));
  }
  return largest;
}

TEST(PictureWriter, PngLosesNothing) {
  for (const auto& [width, height] : {std::pair{1, 1}, {37, 29}, {300, 2}}) {
    const Canvas canvas = sample_canvas(width, height);
    EXPECT_EQ(largest_difference(canvas, media::encode_png(canvas)), 0);
  }
}

TEST(PictureWriter, JpegLosesLittle) {
  for (const auto& [width, height] : {std::pair{1, 1}, {37, 29}, {300, 2}}) {
    const Canvas canvas = sample_canvas(width, height);
    EXPECT_LE(largest_difference(canvas, media::encode_jpeg(canvas)), 12);
  }
}

TEST(PictureWriter, JpegThatCannotBeIsRefused) {
  try {
    media::encode_jpeg(Canvas{65501, 1, std::vector<std::uint8_t>(4 * 65501)});
    FAIL() << "it was encoded";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kLimit);
    EXPECT_THAT(error.what(), HasSubstr("the picture cannot be encoded: "));
    EXPECT_THAT(error.what(), HasSubstr("65500"));
  }
}

TEST(PictureWriter, NameDecidesTheFormat) {
  const TemporaryFolder folder;
  const Canvas canvas = sample_canvas(8, 8);
  for (const auto& [name, signature] :
       {std::pair{"a.png", "\x89PNG"}, {"a.PNG", "\x89PNG"}, {"a.jpg", "\xFF\xD8"}, {"a.JPEG", "\xFF\xD8"}}) {
    EXPECT_TRUE(media::is_writable_picture_name(name));
    media::write_picture(canvas, folder / name);
    EXPECT_TRUE(folder.read(name).starts_with(signature)) << name;
  }
  EXPECT_FALSE(media::is_writable_picture_name("a.webp"));
  EXPECT_FALSE(media::is_writable_picture_name("jpg"));
}

TEST(PictureWriter, SaysWhereNothingCanBeWritten) {
  const TemporaryFolder folder;
  try {
    media::write_picture(sample_canvas(2, 2), folder / "none/a.png");
    FAIL() << "it was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnwritable);
    EXPECT_THAT(error.what(), HasSubstr("none/a.png: cannot be written"));
  }
}

}  // namespace
}  // namespace mtcnn::test
