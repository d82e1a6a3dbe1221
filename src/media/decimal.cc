#include "media/decimal.h"

#include <charconv>
#include <cmath>
#include <string_view>

namespace mtcnn::media {
namespace {

template <typename Float>
void append_shortest(Float value, std::string& text) {
  char buffer[32];  // "-2.2250738585072014e-308" is the longest
  const std::to_chars_result result = std::to_chars(buffer, buffer + sizeof buffer, value);
  const std::string_view digits(buffer, static_cast<std::size_t>(result.ptr - buffer));
  text += digits;
  if (std::isfinite(value) && digits.find_first_of(".e") == std::string_view::npos) text += ".0";
}

/// The one float32, of all that there are, whose shortest decimal gives its neighbour where it is read as a double and
/// then rounded, as most readers of JSON and CSV do.
constexpr float kMisread = 7.038531e-26F;

}  // namespace

void append_decimal(float value, std::string& text) {
  if (std::abs(value) == kMisread) {
    append_shortest(double{value}, text);
  } else {
    append_shortest(value, text);
  }
}

void append_decimal(double value, std::string& text) { append_shortest(value, text); }

}  // namespace mtcnn::media
