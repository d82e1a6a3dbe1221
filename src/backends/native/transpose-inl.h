// Transposes as many vectors as a vector has lanes.

#if defined(MTCNN_NATIVE_TRANSPOSE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MTCNN_NATIVE_TRANSPOSE_INL_H_
#undef MTCNN_NATIVE_TRANSPOSE_INL_H_
#else
#define MTCNN_NATIVE_TRANSPOSE_INL_H_
#endif

#include <hwy/highway.h>

#include "backends/native/layer-inl.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

/// Within each block of four lanes: lane j of vector i becomes lane i of vector j.
HWY_INLINE void transpose_in_blocks(Floats& v0, Floats& v1, Floats& v2, Floats& v3) {
  const FloatTag d;
  const hn::RepartitionToWide<FloatTag> pairs;
  const auto low01 = hn::BitCast(pairs, hn::InterleaveLower(d, v0, v1));
  const auto high01 = hn::BitCast(pairs, hn::InterleaveUpper(d, v0, v1));
  const auto low23 = hn::BitCast(pairs, hn::InterleaveLower(d, v2, v3));
  const auto high23 = hn::BitCast(pairs, hn::InterleaveUpper(d, v2, v3));
  v0 = hn::BitCast(d, hn::InterleaveLower(pairs, low01, low23));
  v1 = hn::BitCast(d, hn::InterleaveUpper(pairs, low01, low23));
  v2 = hn::BitCast(d, hn::InterleaveLower(pairs, high01, high23));
  v3 = hn::BitCast(d, hn::InterleaveUpper(pairs, high01, high23));
}

/// Lane j of vector i becomes lane i of vector j.
HWY_INLINE void transpose(Floats (&v)[kLanes]) {
  HWY_UNROLL(4)
  for (int group = 0; group < kLanes; group += 4) {
    transpose_in_blocks(v[group], v[group + 1], v[group + 2], v[group + 3]);
  }
  // What is left is to transpose whole blocks: block b of vector 4g + c belongs in block g of vector 4b + c.
#if HWY_TARGET != HWY_NEON
  const FloatTag d;
#endif
  if constexpr (kLanes == 8) {
#if HWY_TARGET == HWY_AVX2
    HWY_UNROLL(4)
    for (int c = 0; c < 4; ++c) {
      const Floats a = v[c];
      const Floats b = v[4 + c];
      v[c] = hn::ConcatLowerLower(d, b, a);
      v[4 + c] = hn::ConcatUpperUpper(d, b, a);
    }
#endif
  }
#if HWY_TARGET == HWY_AVX3
  HWY_UNROLL(4)
  for (int c = 0; c < 4; ++c) {
    const Floats lower02 = hn::ConcatLowerLower(d, v[8 + c], v[c]);
    const Floats lower13 = hn::ConcatLowerLower(d, v[12 + c], v[4 + c]);
    const Floats upper02 = hn::ConcatUpperUpper(d, v[8 + c], v[c]);
    const Floats upper13 = hn::ConcatUpperUpper(d, v[12 + c], v[4 + c]);
    v[c] = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(lower13), lower02);
    v[4 + c] = hn::OddEvenBlocks(lower13, hn::SwapAdjacentBlocks(lower02));
    v[8 + c] = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(upper13), upper02);
    v[12 + c] = hn::OddEvenBlocks(upper13, hn::SwapAdjacentBlocks(upper02));
  }
#endif
}

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
