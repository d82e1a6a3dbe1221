#pragma once

#include <array>
#include <cstdint>

#include "mtcnn/image_view.h"

namespace mtcnn {

/// How luma and chroma become red, green and blue: whole numbers, in units of 1 / 2^kLumaChromaShift. With y less
/// `black`, and cb and cr less 128, a colour is (luma * y + ... + half a unit) >> shift, kept within 0 and 255:
///
///   red   = luma * y + red_cr * cr
///   green = luma * y + green_cb * cb + green_cr * cr
///   blue  = luma * y + blue_cb * cb
struct LumaChromaCoefficients {
  std::int32_t black = 0;
  std::int32_t luma = 0;
  std::int32_t red_cr = 0;
  std::int32_t green_cb = 0;
  std::int32_t green_cr = 0;
  std::int32_t blue_cb = 0;
};

/// 13 bits, so that every coefficient fits 16.
inline constexpr int kLumaChromaShift = 13;

/// From the definitions of ITU-R BT.601 and BT.709, rounded to the nearest unit.
LumaChromaCoefficients luma_chroma_coefficients(LumaWeights weights, LumaRange range);

/// Red, green and blue of one pixel.
std::array<std::uint8_t, 3> rgb_of(int y, int cb, int cr, const LumaChromaCoefficients& coefficients);

}  // namespace mtcnn
