#include <gtest/gtest.h>

#include "media/picture.h"
#include "readme_snippet.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

TEST(Readme, SnippetFindsTheAstronaut) {
  const media::Picture picture = media::decode_picture(read_file(test::picture("astronaut.png")));
  ASSERT_EQ(picture.format, PixelFormat::kRgb);
  testing::internal::CaptureStdout();
  print_faces(picture.pixels.data(), picture.width, picture.height);
  const std::string printed = testing::internal::GetCapturedStdout();
  EXPECT_EQ(std::count(printed.begin(), printed.end(), '\n'), 1) << printed;
}

}  // namespace
}  // namespace mtcnn::test
