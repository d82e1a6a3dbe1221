#pragma once

#include <string>

namespace mtcnn::cli {

/// A rate for people: about three digits, never an exponent. "1234", "18.4", "2.50", "0.031"
std::string rate_text(double per_second);

}  // namespace mtcnn::cli
