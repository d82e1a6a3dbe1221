#include "model/score.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace mtcnn {
namespace {

/// 2^exponent for exponents of normal numbers.
double power_of_two(int exponent) { return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52); }

/// exp(x), rounded to float32 from a result with a relative error below 1e-14. C libraries differ in the last bit of
/// theirs, and a score's last bit decides which of two boxes an NMS keeps.
float exponential(float x) {
  constexpr double kLog2OfE = 1.4426950408889634;
  constexpr double kLogOf2 = 0.6931471805599453;
  constexpr float kLargest = 88.72283F;     // beyond it float32 overflows
  constexpr float kSmallest = -103.97208F;  // below it float32 is zero
  if (x > kLargest) return HUGE_VALF;
  if (x < kSmallest) return 0.0F;
  if (std::isnan(x)) return x;

  // exp(x) = 2^n * exp(r) with |r| <= log(2) / 2, and the Taylor series of exp(r) up to r^13, by Horner's rule.
  const double n = std::nearbyint(x * kLog2OfE);
  const double r = x - n * kLogOf2;
  double sum = 1.0;
  for (int k = 13; k >= 1; --k) sum = 1.0 + sum * r / k;
  return static_cast<float>(sum * power_of_two(static_cast<int>(n)));
}

}  // namespace

float face_probability(float no_face_logit, float face_logit) {
  // In float32 from here on, as the peers compute it: which scores are equal then agrees with theirs.
  return 1.0F / (1.0F + exponential(no_face_logit - face_logit));
}

}  // namespace mtcnn
