#include "media/utf8.h"

#include <cstddef>

namespace mtcnn::media {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// What may follow a first byte: how many bytes, and the range of the first of them. The range keeps out overlong
/// forms, surrogates and what lies above U+10FFFF.
struct Continuation {
  std::size_t count;
  unsigned char lowest;
  unsigned char highest;
};

Continuation continuation_of(unsigned char first) {
  if (first >= 0xC2 && first <= 0xDF) return {1, 0x80, 0xBF};
  if (first == 0xE0) return {2, 0xA0, 0xBF};
  if (first == 0xED) return {2, 0x80, 0x9F};
  if (first >= 0xE1 && first <= 0xEF) return {2, 0x80, 0xBF};
  if (first == 0xF0) return {3, 0x90, 0xBF};
  if (first >= 0xF1 && first <= 0xF3) return {3, 0x80, 0xBF};
  if (first == 0xF4) return {3, 0x80, 0x8F};
  return {0, 0, 0};
}

struct Character {
  std::size_t length;
  bool valid;
};

/// The character, or the maximal part of one, that `text` begins with.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  if (byte(0) < 0x80) return {1, true};
  const Continuation continuation = continuation_of(byte(0));
  if (continuation.count == 0) return {1, false};
  std::size_t length = 1;
  while (length <= continuation.count && length < text.size()) {
    const unsigned char lowest = length == 1 ? continuation.lowest : 0x80;
    const unsigned char highest = length == 1 ? continuation.highest : 0xBF;
    if (byte(length) < lowest || byte(length) > highest) break;
    ++length;
  }
  return {length, length == continuation.count + 1};
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    valid += character.valid ? text.substr(0, character.length) : kReplacement;
    text.remove_prefix(character.length);
  }
  return valid;
}

}  // namespace mtcnn::media
