#include <algorithm>
#include <charconv>
#include <string_view>

#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

/// What of a file may be its header: no program writes more.
std::string_view beginning_of(const ByteReader& file) {
  constexpr std::size_t kMostBytes = 1 << 14;
  return file.text().substr(0, kMostBytes);
}

/// Takes the next word off the text, past comments that begin with '#' and end with their line.
std::string_view take_word(std::string_view& text) {
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    if (!text.starts_with('#')) break;
    text.remove_prefix(std::min(text.find('\n'), text.size()));
  }
  const std::string_view word = text.substr(0, text.find_first_of(kSpace));
  text.remove_prefix(word.size());
  return word;
}

/// The number that a word begins with. One that is too long for its type is the largest.
std::optional<std::uint32_t> number_of(std::string_view word) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error == std::errc::result_out_of_range) return UINT32_MAX;
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

std::optional<std::uint32_t> take_number(std::string_view& text) { return number_of(take_word(text)); }

/// The number behind a name, wherever the name stands.
std::optional<std::uint32_t> number_behind(std::string_view text, std::string_view name) {
  const std::size_t found = text.find(name);
  if (found == std::string_view::npos) return std::nullopt;
  text.remove_prefix(found + name.size());
  return take_number(text);
}

}  // namespace

std::optional<PictureSize> size_of_netpbm(const ByteReader& file) {
  std::string_view text = beginning_of(file);
  text.remove_prefix(std::min<std::size_t>(text.size(), 2));  // the signature, which a number may follow at once
  const std::optional<std::uint32_t> width = take_number(text);
  return size_from(width, take_number(text));
}

std::optional<PictureSize> size_of_pam(const ByteReader& file) {
  const std::string_view text = beginning_of(file);
  return size_from(number_behind(text, "\nWIDTH"), number_behind(text, "\nHEIGHT"));
}

std::optional<PictureSize> size_of_xbm(const ByteReader& file) {
  const std::string_view text = beginning_of(file);
  return size_from(number_behind(text, "_width"), number_behind(text, "_height"));
}

std::optional<PictureSize> size_of_xpm(const ByteReader& file) {
  std::string_view text = beginning_of(file);
  text.remove_prefix(std::min(text.find('"'), text.size()));
  text.remove_prefix(std::min<std::size_t>(text.size(), 1));
  const std::optional<std::uint32_t> width = take_number(text);
  return size_from(width, take_number(text));
}

}  // namespace mtcnn::media
