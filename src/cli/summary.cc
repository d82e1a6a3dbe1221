#include "cli/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cli/rate.h"

namespace mtcnn::cli {
namespace {

/// "1 face", "2 faces"
std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::string summary_line(const Totals& totals, double seconds, std::size_t earlier_frames) {
  std::string line = counted(totals.frames, "frame") + ", " + counted(totals.faces, "face");
  if (totals.frames > earlier_frames && seconds > 0) {
    line += ", " + rate_text(static_cast<double>(totals.frames - earlier_frames) / seconds) + " frames/s";
  }
  if (totals.errors > 0) line += ", " + counted(totals.errors, "error");
  if (totals.partial > 0) line += fmt::format(", {} partial", totals.partial);
  if (totals.damaged_clips > 0) {
    line += ", " + counted(totals.damaged_clips, "damaged clip") + " (";
    // A live stream does not say how long it is.
    if (totals.expected_frames > 0) line += counted(totals.expected_frames, "frame") + " expected, ";
    line += fmt::format("{} decoded, {} corrupt)", totals.decoded_frames, totals.corrupt_frames);
  }
  if (totals.dropped_frames > 0) line += fmt::format(", {} dropped", counted(totals.dropped_frames, "frame"));
  if (totals.skipped > 0) line += fmt::format(", {} skipped", totals.skipped);
  return line;
}

std::vector<std::string> trouble_lines(std::span<const std::string> troubles) {
  constexpr std::size_t kMost = 20;
  if (troubles.empty()) return {};
  std::vector<std::string> lines = {counted(troubles.size(), "problem") + ":"};
  for (const std::string& trouble : troubles.first(std::min(troubles.size(), kMost))) lines.push_back("  " + trouble);
  if (troubles.size() > kMost) lines.push_back(fmt::format("  and {} more", troubles.size() - kMost));
  return lines;
}

std::string frames_without_row_line(const Totals& totals) {
  const bool is_one = totals.frames_without_face == 1;
  return fmt::format("{} of {} had no face, and so {} no row", totals.frames_without_face,
                     counted(totals.frames, "frame"), is_one ? "has" : "have");
}

}  // namespace mtcnn::cli
