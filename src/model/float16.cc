#include "model/float16.h"

#include <algorithm>
#include <cmath>

namespace mtcnn {

std::uint16_t float16_bits(float value) {
  constexpr int kFractionBits = 10;
  constexpr int kLeastExponent = -14;
  constexpr int kLargestExponent = 15;
  const std::uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  const float magnitude = std::fabs(value);
  if (magnitude == 0) return sign;
  // Below the least exponent the steps stay as they are there.
  const int exponent = std::max(std::ilogb(magnitude), kLeastExponent);
  // In steps of the last bit, rounded to the nearest even one; a fraction that becomes 2 carries into the exponent.
  const auto steps = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(magnitude, kFractionBits - exponent)));
  const std::uint32_t bits = (static_cast<std::uint32_t>(exponent - kLeastExponent) << kFractionBits) + steps;
  constexpr std::uint32_t kInfinity = (kLargestExponent - kLeastExponent + 2) << kFractionBits;
  return static_cast<std::uint16_t>(sign | std::min(bits, kInfinity));
}

}  // namespace mtcnn
