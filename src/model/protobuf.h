#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mtcnn {

/// Writes one message in the wire format of Protocol Buffers, field by field. Numbers and names of the fields are those
/// of the message's definition.
class ProtobufMessage {
 public:
  void add(int field, std::int64_t value) {
    add_key(field, kVarint);
    add_varint(static_cast<std::uint64_t>(value));
  }

  void add(int field, std::string_view bytes) {
    add_key(field, kLengthDelimited);
    add_varint(bytes.size());
    bytes_ += bytes;
  }

  void add(int field, const ProtobufMessage& message) { add(field, std::string_view(message.bytes_)); }

  const std::string& bytes() const { return bytes_; }

 private:
  static constexpr int kVarint = 0;
  static constexpr int kLengthDelimited = 2;

  void add_key(int field, int wire_type) { add_varint(static_cast<std::uint64_t>(field) << 3 | wire_type); }

  /// Seven bits a byte, the lowest first; the highest bit says that more follow.
  void add_varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

}  // namespace mtcnn
