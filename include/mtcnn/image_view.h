#pragma once

#include <cstddef>
#include <cstdint>

namespace mtcnn {

/// Interleaved 8-bit pixel layouts, named by the order of their bytes in memory. Alpha is ignored.
enum class PixelFormat : std::uint8_t { kBgr, kRgb, kBgra, kRgba, kGrey };

/// How stored pixels are to be turned for display; the values are those of EXIF's tag 0x0112.
enum class Orientation : std::uint8_t {
  kUpright = 1,
  kMirrored = 2,  ///< left and right exchanged
  kRotated180 = 3,
  kFlipped = 4,      ///< top and bottom exchanged
  kTransposed = 5,   ///< mirrored about the diagonal from top left to bottom right
  kRotated90 = 6,    ///< to be turned clockwise by 90 degrees for display
  kTransversed = 7,  ///< mirrored about the other diagonal
  kRotated270 = 8,   ///< to be turned clockwise by 270 degrees for display
};

/// Pixels that somebody else owns, and that must outlive every call that is given the view. Nothing is copied:
/// the orientation is applied wherever a pixel is read.
struct ImageView {
  const std::uint8_t* data = nullptr;  ///< first byte of the first stored row
  std::ptrdiff_t stride = 0;           ///< bytes from one stored row to the next; negative where rows run bottom up
  int width = 0;                       ///< pixels of a stored row
  int height = 0;                      ///< stored rows
  PixelFormat format = PixelFormat::kBgr;
  Orientation orientation = Orientation::kUpright;

  /// Pixels across as displayed, the orientation applied.
  int displayed_width() const { return swaps_sides() ? height : width; }

  /// Pixels down as displayed, the orientation applied.
  int displayed_height() const { return swaps_sides() ? width : height; }

 private:
  bool swaps_sides() const { return orientation >= Orientation::kTransposed; }
};

}  // namespace mtcnn
