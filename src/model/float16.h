#pragma once

#include <cstdint>

namespace mtcnn {

/// The bits of the float16 (IEEE 754 binary16) nearest to a finite number, the even one of two; too large ones become
/// infinite.
std::uint16_t float16_bits(float value);

}  // namespace mtcnn
