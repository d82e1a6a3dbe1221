#pragma once

#include <cstddef>
#include <cstdint>

#include "image/luma_chroma.h"
#include "mtcnn/image_view.h"

namespace mtcnn::native {

/// What the bytes of a fetched pixel stand for, from the lowest one on; the highest means nothing.
enum class PixelBytes : std::uint8_t { kRgb, kBgr, kGrey, kLumaChroma };

/// Fetches the pixels of a view as displayed, one to a number of 32 bits, for the vector kernels to unpack. It reads no
/// byte outside the view's rows but for those between two of them. The view must outlive it.
class PixelSource {
 public:
  explicit PixelSource(const ImageView& view);

  int width() const { return width_; }    ///< as displayed
  int height() const { return height_; }  ///< as displayed
  PixelBytes bytes() const { return bytes_; }
  const LumaChromaCoefficients& coefficients() const { return coefficients_; }

  /// The pixels of displayed row `y` in the `count` columns given, all of them inside the picture.
  void fetch(int y, const std::int32_t* columns, int count, std::uint32_t* pixels) const;

 private:
  void fetch_interleaved(const std::uint8_t* row, const std::int32_t* columns, int count, std::uint32_t* pixels) const;
  void fetch_planes(int y, const std::int32_t* columns, int count, std::uint32_t* pixels) const;
  template <int kChromaStep>
  void fetch_upright_planes(int row, const std::int32_t* columns, int count, std::uint32_t* pixels) const;

  const ImageView& view_;
  int width_;
  int height_;
  PixelBytes bytes_;
  LumaChromaCoefficients coefficients_;
  // Where the pixel displayed at (0, 0) begins, and how far its neighbours are.
  const std::uint8_t* origin_ = nullptr;
  std::ptrdiff_t step_x_ = 0;
  std::ptrdiff_t step_y_ = 0;
  // The last address from which 4 bytes may be read.
  const std::uint8_t* last_word_ = nullptr;
};

}  // namespace mtcnn::native
