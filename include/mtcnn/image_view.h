#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mtcnn {

/// 8-bit pixel layouts. The interleaved ones are named by the order of their bytes in memory; alpha is ignored.
enum class PixelFormat : std::uint8_t {
  kBgr,
  kRgb,
  kBgra,
  kRgba,
  kGrey,
  kNv12,  ///< a plane of luma, and one of chroma (Cb, Cr) at half the width and height
  kI420,  ///< a plane of luma, one of Cb and one of Cr, these at half the width and height
};

/// Which combination of red, green and blue is the luma of `kNv12` and `kI420`.
enum class LumaWeights : std::uint8_t {
  kBt601,  ///< of standard definition
  kBt709,  ///< of high definition
};

/// Which numbers stand for black and white in `kNv12` and `kI420`.
enum class LumaRange : std::uint8_t {
  kLimited,  ///< luma from 16 to 235, chroma from 16 to 240
  kFull,     ///< 0 to 255
};

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
/// the orientation is applied wherever a pixel is read, and the pixels of `kNv12` and `kI420` become red, green and
/// blue there (docs/architecture.md, "The arithmetic").
struct ImageView {
  const std::uint8_t* data = nullptr;  ///< first byte of the first stored row; of luma, where there are planes
  std::ptrdiff_t stride = 0;           ///< bytes from one stored row to the next; negative where rows run bottom up
  int width = 0;                       ///< pixels of a stored row
  int height = 0;                      ///< stored rows
  PixelFormat format = PixelFormat::kBgr;
  Orientation orientation = Orientation::kUpright;

  /// First bytes of the planes of chroma, whose sides are half those of the luma, rounded up: the one of `kNv12`, or Cb
  /// and Cr of `kI420`. The other formats have none.
  std::array<const std::uint8_t*, 2> chroma = {};
  std::array<std::ptrdiff_t, 2> chroma_strides = {};
  LumaWeights luma_weights = LumaWeights::kBt709;
  LumaRange luma_range = LumaRange::kLimited;

  /// Bytes from one pixel of a row to the next, and from one colour of a pixel to the next, where they lie otherwise
  /// than the format packs them, as in every other column of a picture or in planes of red, green and blue; may be
  /// negative. 0 stands for packed, and is all that `kNv12` and `kI420` may have. Reading packed pixels is faster.
  std::ptrdiff_t pixel_stride = 0;
  std::ptrdiff_t colour_stride = 0;

  /// Pixels across as displayed, the orientation applied.
  int displayed_width() const { return swaps_sides() ? height : width; }

  /// Pixels down as displayed, the orientation applied.
  int displayed_height() const { return swaps_sides() ? width : height; }

 private:
  bool swaps_sides() const { return orientation >= Orientation::kTransposed; }
};

}  // namespace mtcnn
