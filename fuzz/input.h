#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>

namespace mtcnn::fuzz {

/// The bytes of one execution, taken from the front piece by piece. What lies behind their end is zero.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : left_(data, size) {}

  /// Any value of the type, that is any pattern of bits.
  template <typename Number>
  Number number() {
    static_assert(std::is_arithmetic_v<Number>);
    Number value = 0;
    const std::span<const std::uint8_t> piece = bytes(sizeof value);
    if (!piece.empty()) std::memcpy(&value, piece.data(), piece.size());
    return value;
  }

  /// From 0 to `count - 1`; of at most 256.
  int choice(int count) { return number<std::uint8_t>() % count; }

  bool flag() { return choice(2) != 0; }

  /// So many bytes, or those that are left.
  std::span<const std::uint8_t> bytes(std::size_t count) {
    const std::span<const std::uint8_t> piece = left_.first(std::min(count, left_.size()));
    left_ = left_.subspan(piece.size());
    return piece;
  }

  /// Up to 31 characters, any.
  std::string text() {
    const std::span<const std::uint8_t> piece = bytes(static_cast<std::size_t>(choice(32)));
    return {piece.begin(), piece.end()};
  }

  std::span<const std::uint8_t> rest() { return bytes(left_.size()); }

 private:
  std::span<const std::uint8_t> left_;
};

/// Ends the program, which makes the input a finding, unless it holds. `what` says what does not.
inline void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: %s\n", what.c_str());
  std::abort();
}

}  // namespace mtcnn::fuzz

/// The one function of a target: tries what it is for on some bytes. libFuzzer calls it, and so does replay.cc.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
