#pragma once

#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "media/file_descriptor.h"

namespace mtcnn::media {

/// What came from the other process cannot be: it is broken, or somebody else's by now.
class Nonsense : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Values one behind the other, as they lie in memory: both processes are the same program. An open file may go along.
class Message {
 public:
  Message() = default;
  Message(std::vector<std::uint8_t> bytes, FileDescriptor file) : bytes_(std::move(bytes)), file_(std::move(file)) {}

  template <class Value>
  void put(const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(&value);
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof value);
  }
  void put_text(std::string_view text);

  /// The next value; throws Nonsense where there is none. Not for what has values that do not exist, such as `bool`,
  /// unless the other process is trusted.
  template <class Value>
  Value take() {
    static_assert(std::is_trivially_copyable_v<Value>);
    Value value;
    std::memcpy(&value, take_bytes(sizeof value), sizeof value);
    return value;
  }
  std::string take_text();

  /// A value of an enumeration whose last one is `last`; throws Nonsense for others.
  template <class Choice>
  Choice take_choice(Choice last) {
    static_assert(std::is_enum_v<Choice>);
    const auto number = take<std::uint8_t>();
    if (number > static_cast<std::uint8_t>(last)) throw Nonsense("an unknown choice");
    return static_cast<Choice>(number);
  }

  template <class Choice>
  void put_choice(Choice choice) {
    static_assert(std::is_enum_v<Choice>);
    put(static_cast<std::uint8_t>(choice));
  }

  bool take_flag() { return take<std::uint8_t>() != 0; }
  void put_flag(bool flag) { put<std::uint8_t>(flag ? 1 : 0); }

  FileDescriptor& file() { return file_; }
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

 private:
  const std::uint8_t* take_bytes(std::size_t count);

  std::vector<std::uint8_t> bytes_;
  std::size_t taken_ = 0;
  FileDescriptor file_{-1};
};

/// A message that begins with what kind it is.
template <class Kind>
Message message_of(Kind kind) {
  Message message;
  message.put_choice(kind);
  return message;
}

/// One end of a connection between two processes. Messages are passed whole, and from any thread.
class MessageSocket {
 public:
  explicit MessageSocket(FileDescriptor socket) : socket_(std::move(socket)) {}

  /// False where the other end is gone. `file` is open, stays so, and goes along; -1 for none.
  bool send(const Message& message, int file = -1) const;

  /// True where there is a message or the other end is gone; false after this time, or after a signal.
  bool wait(std::chrono::milliseconds longest) const;

  /// Waits for a message; none where the other end is gone. Throws Nonsense for what is no message.
  std::optional<Message> receive() const;

 private:
  FileDescriptor socket_;
};

}  // namespace mtcnn::media
