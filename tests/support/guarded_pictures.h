#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mtcnn/image_view.h"
#include "support/guarded_bytes.h"

namespace mtcnn::test {

/// How interleaved or grey pixels lie in memory.
enum class Spread {
  kPacked,
  kEverySecondPixel,   ///< of each row, with a row in between
  kPlanesOfOneColour,  ///< one behind the other
};

/// Noise in one format and orientation, each plane between guarded pages.
class GuardedPicture {
 public:
  /// Width and height as stored.
  GuardedPicture(int width, int height, PixelFormat format, Orientation orientation, GuardedBytes::Edge edge,
                 Spread spread = Spread::kPacked);

  const ImageView& view() const { return view_; }
  std::string name() const;

 private:
  const std::uint8_t* add_plane(std::size_t bytes, GuardedBytes::Edge edge);

  std::vector<std::unique_ptr<GuardedBytes>> planes_;
  ImageView view_;
};

/// Every format in every orientation, and pixels that are not packed, once with the first and once with the last byte
/// at the edge of a page.
std::vector<std::unique_ptr<GuardedPicture>> guarded_pictures(int width, int height);

}  // namespace mtcnn::test
