#pragma once

#include <string>

namespace mtcnn::media {

/// Appends the shortest decimal that reads back to the same bits, a float's by way of a double too, always with a
/// decimal point or an exponent, so that readers who tell integers from floats take it for a float: "12.0", "0.1",
/// "1e-07"; "nan", "inf", "-inf".
void append_decimal(float value, std::string& text);
void append_decimal(double value, std::string& text);

}  // namespace mtcnn::media
