#pragma once

#include <array>
#include <string>

namespace mtcnn::cli {

/// "0.6,0.7,0.7" as three numbers, whatever they are. Throws Error (stage kOptions) for any other text.
std::array<double, 3> parse_thresholds(const std::string& text);

/// The text that `parse_thresholds` reads.
std::string thresholds_text(const std::array<double, 3>& thresholds);

}  // namespace mtcnn::cli
