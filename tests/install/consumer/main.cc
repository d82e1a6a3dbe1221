// A program outside of the project: exits with 0 where the installed library finds no face on a black picture.

#include <mtcnn/detector.h>

#include <cstdint>
#include <vector>

int main() {
  const std::vector<std::uint8_t> black(640 * 480);
  const mtcnn::ImageView view{
      .data = black.data(), .stride = 640, .width = 640, .height = 480, .format = mtcnn::PixelFormat::kGrey};
  return mtcnn::Detector().detect(view).empty() ? 0 : 1;
}
