#include "raster/canvas.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

using raster::Canvas;
using raster::make_canvas;

/// The red channel, a character a pixel and a line a row.
std::string reds(const Canvas& canvas) {
  std::string text;
  for (int y = 0; y < canvas.height; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      text += static_cast<char>(canvas.pixels[static_cast<std::size_t>(y * canvas.stride() + 4 * x + 2)]);
    }
    text += '\n';
  }
  return text;
}

TEST(Canvas, AppliesEveryOrientation) {
  const std::string stored = "abcdef";  // two rows of three
  const std::map<Orientation, std::string> displayed = {
      {Orientation::kUpright, "abc\ndef\n"},       {Orientation::kMirrored, "cba\nfed\n"},
      {Orientation::kRotated180, "fed\ncba\n"},    {Orientation::kFlipped, "def\nabc\n"},
      {Orientation::kTransposed, "ad\nbe\ncf\n"},  {Orientation::kRotated90, "da\neb\nfc\n"},
      {Orientation::kTransversed, "fc\neb\nda\n"}, {Orientation::kRotated270, "cf\nbe\nad\n"}};
  for (const auto& [orientation, expected] : displayed) {
    const ImageView view{
        reinterpret_cast<const std::uint8_t*>(stored.data()), 3, 3, 2, PixelFormat::kGrey, orientation};
    EXPECT_EQ(reds(make_canvas(view)), expected) << static_cast<int>(orientation);
  }
}

TEST(Canvas, PutsTheColoursInOrder) {
  const std::map<PixelFormat, std::vector<std::uint8_t>> pixels = {{PixelFormat::kRgb, {30, 20, 10}},
                                                                   {PixelFormat::kBgr, {10, 20, 30}},
                                                                   {PixelFormat::kRgba, {30, 20, 10, 0}},
                                                                   {PixelFormat::kBgra, {10, 20, 30, 0}}};
  for (const auto& [format, stored] : pixels) {
    const ImageView view{stored.data(), static_cast<std::ptrdiff_t>(stored.size()), 1, 1, format};
    EXPECT_EQ(make_canvas(view).pixels, (std::vector<std::uint8_t>{10, 20, 30, 255})) << static_cast<int>(format);
  }
  const std::uint8_t grey = 40;
  EXPECT_EQ(make_canvas({&grey, 1, 1, 1, PixelFormat::kGrey}).pixels, (std::vector<std::uint8_t>{40, 40, 40, 255}));
}

TEST(Canvas, FollowsTheStride) {
  const std::string padded = "ab..cd..";
  const auto* const data = reinterpret_cast<const std::uint8_t*>(padded.data());
  EXPECT_EQ(reds(make_canvas({data, 4, 2, 2, PixelFormat::kGrey})), "ab\ncd\n");
  EXPECT_EQ(reds(make_canvas({data + 4, -4, 2, 2, PixelFormat::kGrey})), "cd\nab\n");
  EXPECT_EQ(reds(make_canvas({data + 4, -4, 2, 2, PixelFormat::kGrey, Orientation::kRotated90})), "ac\nbd\n");
}

TEST(Canvas, RefusesAViewThatCannotBe) { EXPECT_THROW(make_canvas({}), Error); }

}  // namespace
}  // namespace mtcnn::test
