#include <gtest/gtest.h>

#include "media/picture.h"
#include "readme_snippet.h"
#include "support/files.h"

extern "C" int show_faces(const unsigned char* rgb, int width, int height);  // that of C

namespace mtcnn::test {
namespace {

/// What a snippet prints for the picture of the astronaut.
template <class Snippet>
std::string printed_by(const Snippet& snippet) {
  const media::Picture picture = media::decode_picture(read_file(test::picture("astronaut.png")));
  EXPECT_EQ(picture.format, PixelFormat::kRgb);
  testing::internal::CaptureStdout();
  snippet(picture.pixels.data(), picture.width, picture.height);
  return testing::internal::GetCapturedStdout();
}

TEST(Readme, SnippetFindsTheAstronaut) {
  const std::string printed = printed_by(print_faces);
  EXPECT_EQ(std::count(printed.begin(), printed.end(), '\n'), 1) << printed;
}

TEST(Readme, SnippetInCFindsTheAstronaut) {
  const std::string printed =
      printed_by([](const unsigned char* rgb, int width, int height) { EXPECT_EQ(show_faces(rgb, width, height), 0); });
  EXPECT_EQ(printed, "1.000 at 179.3, 87.3\n");
}

}  // namespace
}  // namespace mtcnn::test
