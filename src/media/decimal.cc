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

}  // namespace

void append_decimal(float value, std::string& text) { append_shortest(value, text); }
void append_decimal(double value, std::string& text) { append_shortest(value, text); }

}  // namespace mtcnn::media
