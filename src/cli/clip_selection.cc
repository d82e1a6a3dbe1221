#include "cli/clip_selection.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

[[noreturn]] void refuse(const std::string& reason) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, reason);
}

/// None where the text is empty.
std::optional<std::int64_t> parse_index(std::string_view text, const std::string& frames) {
  if (text.empty()) return std::nullopt;
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || end != text.data() + text.size() || index < 0) {
    refuse("--frames " + frames + ": wanted are two frame numbers A:B from 0 on, either of which may be left out");
  }
  return index;
}

}  // namespace

media::ClipSelection parse_clip_selection(const DetectArguments& arguments) {
  const auto& [every, frames, longest] = std::tie(arguments.every, arguments.frames, arguments.max_duration);
  if (every < 1) refuse("--every must be at least 1, not " + std::to_string(every));
  if (longest && !(*longest > 0)) refuse(fmt::format("--max-duration must be above 0, not {}", *longest));
  media::ClipSelection selection{.every = every, .longest = longest};
  if (frames.empty()) return selection;
  const std::size_t colon = frames.find(':');
  if (colon == std::string::npos) refuse("--frames " + frames + ": wanted is A:B, from frame A to before frame B");
  selection.first = parse_index(std::string_view(frames).substr(0, colon), frames).value_or(0);
  selection.end = parse_index(std::string_view(frames).substr(colon + 1), frames);
  if (selection.end && *selection.end <= selection.first) refuse("--frames " + frames + ": there is no frame in it");
  return selection;
}

}  // namespace mtcnn::cli
