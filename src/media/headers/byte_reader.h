#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mtcnn::media {

/// Numbers out of the bytes of a file, at places that the file itself may name: what lies beyond the end is none.
class ByteReader {
 public:
  enum class Order : std::uint8_t { kBig, kLittle };

  explicit ByteReader(std::span<const std::uint8_t> bytes, Order order = Order::kBig) : bytes_(bytes), order_(order) {}

  std::uint64_t size() const { return bytes_.size(); }

  /// Of `count` bytes, at most 8.
  std::optional<std::uint64_t> number(std::uint64_t offset, int count) const {
    if (offset > bytes_.size() || bytes_.size() - offset < static_cast<std::uint64_t>(count)) return std::nullopt;
    std::uint64_t value = 0;
    for (int byte = 0; byte < count; ++byte) {
      const int place = order_ == Order::kBig ? byte : count - 1 - byte;
      value = value << 8 | bytes_[offset + static_cast<std::uint64_t>(place)];
    }
    return value;
  }

  std::optional<std::uint32_t> number16(std::uint64_t offset) const { return narrow(number(offset, 2)); }
  std::optional<std::uint32_t> number24(std::uint64_t offset) const { return narrow(number(offset, 3)); }
  std::optional<std::uint32_t> number32(std::uint64_t offset) const { return narrow(number(offset, 4)); }

  bool has(std::uint64_t offset, std::string_view mark) const {
    if (offset > bytes_.size() || bytes_.size() - offset < mark.size()) return false;
    return std::string_view(reinterpret_cast<const char*>(bytes_.data()) + offset, mark.size()) == mark;
  }

  /// What lies from one place to before another, as far as it is there.
  ByteReader part(std::uint64_t begin, std::uint64_t end) const {
    if (begin >= bytes_.size() || end <= begin) return ByteReader({}, order_);
    return ByteReader(bytes_.subspan(begin, std::min<std::uint64_t>(end, bytes_.size()) - begin), order_);
  }

  std::string_view text() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

 private:
  static std::optional<std::uint32_t> narrow(std::optional<std::uint64_t> number) {
    return number ? std::optional(static_cast<std::uint32_t>(*number)) : std::nullopt;
  }

  std::span<const std::uint8_t> bytes_;
  Order order_;
};

}  // namespace mtcnn::media
