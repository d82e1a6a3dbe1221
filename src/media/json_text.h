#pragma once

#include <string>
#include <string_view>

namespace mtcnn::media {

/// Appends a JSON string; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string_view raw, std::string& text);

/// Appends a JSON number that reads back to the same bits; null for what JSON has no number for.
void append_json_number(float value, std::string& text);
void append_json_number(double value, std::string& text);

}  // namespace mtcnn::media
