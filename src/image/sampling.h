#pragma once

#include <cstdint>

namespace mtcnn {

/// How an output pixel is made from the pixels of a region.
enum class Filter : std::uint8_t {
  /// Between the four nearest pixels, linearly: first along x, then along y; float32.
  kBilinear,
  /// The mean over whole pixels: output i of n covers floor(i * size / n) to ceil((i + 1) * size / n).
  kWholePixelMean,
  /// The mean over fractional pixels: output i of n covers exactly i * size / n to (i + 1) * size / n; float32.
  kFractionalMean,
};

/// Where the centres of the output pixels of `kBilinear` lie in a region.
enum class Alignment : std::uint8_t {
  /// Output i of n lies at (i + 0.5) * size / n - 0.5 from the region's first pixel, and no pixel beyond the region is
  /// used: at its borders the outermost pixel is repeated.
  kHalfPixel,
  /// The first and the last output lie on the region's edges, these being scaled by (side - 1) / side of the picture,
  /// so that a region of the whole picture runs from its first pixel to its last.
  kCorners,
};

/// What lies outside the picture.
enum class Border : std::uint8_t {
  kBlackPixels,  ///< pixels of value 0, that take part in the filter
  kZero,         ///< an output there is 0 after normalising, the value of mid grey
};

/// The rule by which a level or a crop is made from a picture.
struct Sampling {
  Filter filter = Filter::kBilinear;
  Alignment alignment = Alignment::kHalfPixel;
  Border border = Border::kBlackPixels;
};

/// A rectangle of a picture as displayed: left, upper, right and lower edge in pixels. Whole numbers for every
/// sampling but Alignment::kCorners; may reach beyond the picture, except with a mean filter.
struct Region {
  double x1 = 0;
  double y1 = 0;
  double x2 = 0;
  double y2 = 0;
};

/// The region of a whole picture of that size as displayed.
constexpr Region whole_picture(int width, int height) {
  return {0, 0, static_cast<double>(width), static_cast<double>(height)};
}

}  // namespace mtcnn
