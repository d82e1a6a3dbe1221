#include "image/luma_chroma.h"

#include <algorithm>
#include <cmath>

namespace mtcnn {

LumaChromaCoefficients luma_chroma_coefficients(LumaWeights weights, LumaRange range) {
  const bool is_601 = weights == LumaWeights::kBt601;
  const double red = is_601 ? 0.299 : 0.2126;
  const double blue = is_601 ? 0.114 : 0.0722;
  const double green = 1 - red - blue;
  const bool is_limited = range == LumaRange::kLimited;
  const double luma_scale = is_limited ? 255.0 / 219 : 1;
  const double chroma_scale = is_limited ? 255.0 / 224 : 1;
  const auto units = [](double value) {
    return static_cast<std::int32_t>(std::lround(value * (1 << kLumaChromaShift)));
  };
  return {.black = is_limited ? 16 : 0,
          .luma = units(luma_scale),
          .red_cr = units(chroma_scale * 2 * (1 - red)),
          .green_cb = units(-chroma_scale * 2 * (1 - blue) * blue / green),
          .green_cr = units(-chroma_scale * 2 * (1 - red) * red / green),
          .blue_cb = units(chroma_scale * 2 * (1 - blue))};
}

std::array<std::uint8_t, 3> rgb_of(int y, int cb, int cr, const LumaChromaCoefficients& coefficients) {
  constexpr int kHalf = 1 << (kLumaChromaShift - 1);
  const int luma = coefficients.luma * (y - coefficients.black) + kHalf;
  cb -= 128;
  cr -= 128;
  const auto colour = [](int units) {
    return static_cast<std::uint8_t>(std::clamp(units >> kLumaChromaShift, 0, 255));
  };
  return {colour(luma + coefficients.red_cr * cr),
          colour(luma + coefficients.green_cb * cb + coefficients.green_cr * cr),
          colour(luma + coefficients.blue_cb * cb)};
}

}  // namespace mtcnn
