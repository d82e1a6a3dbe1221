#pragma once

#include <string_view>

namespace mtcnn::cli {

/// Writes a text to standard output, and returns the exit code: where it cannot be written, standard error says so.
int print(std::string_view text);

}  // namespace mtcnn::cli
