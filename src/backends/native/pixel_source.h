#pragma once

#include <cstddef>
#include <cstdint>

#include "image/luma_chroma.h"
#include "mtcnn/image_view.h"

namespace mtcnn::native {

/// What the bytes of a fetched pixel stand for, from the lowest one on; the highest means nothing.
enum class PixelBytes : std::uint8_t { kRgb, kBgr, kGrey, kLumaChroma };

/// How two neighbouring pixels lie in the 64 bits that `PixelSource::fetch_pairs` makes of them.
enum class PairBytes : std::uint8_t {
  kRgb24,  ///< bytes 0 to 2 and 3 to 5
  kBgr24,  ///< the same
  kRgb32,  ///< bytes 0 to 2 and 4 to 6
  kBgr32,  ///< the same
  kGrey,   ///< bytes 0 and 4
  kNv12,   ///< bytes 0, 1: luma; 2, 3: left Cb, Cr; 4, 5: right Cb, Cr; 6: a ChromaPlace
  kI420,   ///< bytes 0, 1: luma; 2, 3: left and right Cb; 4, 5: left and right Cr; 6: a ChromaPlace
};

/// Where the two pixels of PairBytes::kNv12 and kI420 lie between the left and the right chroma.
enum class ChromaPlace : std::uint8_t {
  kLeftAndMiddle = 0,   ///< the second pixel's is the mean of both, rounded up
  kMiddleAndRight = 1,  ///< the first pixel's is
  kLeftAndRight = 2,
};

/// The columns of the pairs that are wanted of a row: for each, that of its left pixel.
struct PairColumns {
  const std::int32_t* firsts = nullptr;
  int count = 0;      ///< a multiple of 4
  int leftmost = 0;   ///< of `firsts`
  int rightmost = 0;  ///< of `firsts`
};

/// Fetches the pixels of a view as displayed, packed, for the vector kernels to unpack. It reads no byte outside the
/// view's rows but for those between two of them. The view must outlive it.
class PixelSource {
 public:
  explicit PixelSource(const ImageView& view);

  int width() const { return width_; }    ///< as displayed
  int height() const { return height_; }  ///< as displayed
  PixelBytes bytes() const { return bytes_; }
  PairBytes pair_bytes() const { return pair_bytes_; }
  const LumaChromaCoefficients& coefficients() const { return coefficients_; }

  /// The `count` pixels of displayed row `y` from column `first` on, all of them inside the picture.
  void fetch(int y, int first, int count, std::uint32_t* pixels) const;

  /// For each of the columns of displayed row `y`, which is inside the picture, the pixel there and its right
  /// neighbour; black beyond the borders.
  void fetch_pairs(int y, const PairColumns& columns, std::uint64_t* pairs) const;

  /// Tells the CPU that the columns of displayed row `y` are wanted soon. May do nothing; they may lie outside the
  /// picture.
  void prefetch(int y, const PairColumns& columns) const;

 private:
  std::uint32_t pixel(int x, int y) const;
  std::uint64_t any_pair(int first, int y) const;
  template <int kStep>
  void fetch_interleaved_pairs(int y, const PairColumns& columns, std::uint64_t* pairs) const;
  template <PairBytes kBytes>
  void fetch_plane_pairs(int y, const PairColumns& columns, std::uint64_t* pairs) const;
  template <class Load>
  void load_pairs(int y, const PairColumns& columns, int loadable, const Load& load, std::uint64_t* pairs) const;

  const ImageView& view_;
  int width_;
  int height_;
  PixelBytes bytes_;
  PairBytes pair_bytes_;
  LumaChromaCoefficients coefficients_;
  std::uint32_t black_;
  bool has_stored_rows_;  ///< a displayed row is a stored one, packed, from left to right
  // Where the pixel displayed at (0, 0) begins, and how far its neighbours are.
  const std::uint8_t* origin_ = nullptr;
  std::ptrdiff_t step_x_ = 0;
  std::ptrdiff_t step_y_ = 0;
  std::ptrdiff_t colour_stride_;
  int last_memory_row_ = 0;  ///< the stored row with the highest address
};

}  // namespace mtcnn::native
