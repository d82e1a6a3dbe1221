#include "media/json_text.h"

#include <cmath>

#include "media/decimal.h"
#include "media/utf8.h"

namespace mtcnn::media {
namespace {

template <typename Float>
void append_finite(Float value, std::string& text) {
  if (std::isfinite(value)) {
    append_decimal(value, text);
  } else {
    text += "null";
  }
}

}  // namespace

void append_json_string(std::string_view raw, std::string& text) {
  constexpr std::string_view kHexadecimal = "0123456789abcdef";
  text += '"';
  for (const char character : valid_utf8(raw)) {
    if (character == '"' || character == '\\') {
      text += '\\';
      text += character;
    } else if (static_cast<unsigned char>(character) < 0x20) {
      text += "\\u00";
      text += kHexadecimal[static_cast<unsigned char>(character) / 16];
      text += kHexadecimal[static_cast<unsigned char>(character) % 16];
    } else {
      text += character;
    }
  }
  text += '"';
}

void append_json_number(float value, std::string& text) { append_finite(value, text); }
void append_json_number(double value, std::string& text) { append_finite(value, text); }

}  // namespace mtcnn::media
