#include "cli/thresholds.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

#include "mtcnn/error.h"

namespace mtcnn::cli {

std::array<double, 3> parse_thresholds(const std::string& text) {
  const auto refuse = [&] {
    throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions,
                "--thresholds takes three numbers between commas, such as 0.6,0.7,0.7, not \"" + text + "\"");
  };
  std::array<double, 3> thresholds = {};
  const char* position = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t index = 0; index < thresholds.size(); ++index) {
    if (index > 0) {
      if (position == end || *position != ',') refuse();
      ++position;
    }
    const auto [rest, error] = std::from_chars(position, end, thresholds[index]);
    if (error != std::errc()) refuse();
    position = rest;
  }
  if (position != end) refuse();
  return thresholds;
}

std::string thresholds_text(const std::array<double, 3>& thresholds) {
  return fmt::format("{},{},{}", thresholds[0], thresholds[1], thresholds[2]);
}

}  // namespace mtcnn::cli
