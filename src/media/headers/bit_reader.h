#pragma once

#include <cstdint>

#include "media/headers/byte_reader.h"

namespace mtcnn::media {

/// Numbers of bits out of a coded picture, the highest bit first; zeros beyond the end.
class BitReader {
 public:
  /// `escaped`: a byte of 3 behind two of 0 is not of the data, as in HEVC.
  explicit BitReader(const ByteReader& bytes, bool escaped = false) : bytes_(bytes), escaped_(escaped) {}

  std::uint64_t bits(int count) {
    std::uint64_t value = 0;
    for (int bit = 0; bit < count; ++bit) value = value << 1 | next();
    return value;
  }

  void skip(int count) {
    for (int bit = 0; bit < count; ++bit) next();
  }

  /// As many bits as zeros come before the first one, behind it: Exp-Golomb's code, which AV1 calls uvlc.
  std::uint64_t exponential() {
    constexpr int kMostZeros = 32;
    int zeros = 0;
    while (zeros < kMostZeros && next() == 0) ++zeros;
    return (std::uint64_t{1} << zeros) - 1 + bits(zeros);
  }

 private:
  std::uint64_t next() {
    if (bit_ == 0) take_byte();
    --bit_;
    return byte_ >> bit_ & 1U;
  }

  void take_byte() {
    constexpr std::uint64_t kEscape = 3;
    byte_ = bytes_.number(position_++, 1).value_or(0);
    if (escaped_ && zeros_ >= 2 && byte_ == kEscape) {
      zeros_ = 0;
      byte_ = bytes_.number(position_++, 1).value_or(0);
    }
    zeros_ = byte_ == 0 ? zeros_ + 1 : 0;
    bit_ = 8;
  }

  ByteReader bytes_;
  bool escaped_;
  std::uint64_t position_ = 0;
  std::uint64_t byte_ = 0;
  int bit_ = 0;
  int zeros_ = 0;
};

}  // namespace mtcnn::media
