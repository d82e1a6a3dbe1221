#include "cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/rate.h"

namespace mtcnn::cli {
namespace {

constexpr int kUsualColumns = 80;
constexpr std::chrono::milliseconds kShortestInterval(100);

int terminal_columns() {
  winsize size = {};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualColumns;
  return size.ws_col;
}

/// "0:05", "12:34", "1:02:03"
std::string duration_text(double seconds) {
  constexpr double kLongest = 1e9;  // decades; more would not fit the number
  const auto whole = static_cast<long>(std::min(std::ceil(seconds), kLongest));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

/// "[====    ]", or nothing where there is hardly any room.
std::string bar(double fraction, int columns) {
  constexpr int kShortest = 12;
  constexpr int kLongest = 42;
  if (columns < kShortest) return {};
  const int length = std::min(columns, kLongest) - 2;
  return fmt::format("[{:<{}}]", std::string(static_cast<std::size_t>(fraction * length), '='), length);
}

/// Never 100 before all is done.
int whole_percent(double fraction) { return static_cast<int>(std::floor(100 * fraction)); }

double share(std::size_t part, std::size_t whole) {
  return std::min(static_cast<double>(part) / static_cast<double>(whole), 1.0);
}

std::string text_of(const JobProgress& progress, double seconds) {
  const auto& [done, earlier, total, faces, input, inputs, clip_done, clip_total] = progress;
  std::string text = total > 0 ? fmt::format("{:3} %  {}/{} frames", whole_percent(share(done, total)), done, total)
                               : fmt::format("{} frames", done);
  if (done > earlier && seconds > 0) {
    const double rate = static_cast<double>(done - earlier) / seconds;
    text += fmt::format("  {}/s", rate_text(rate));
    if (total >= done) text += fmt::format("  {} left", duration_text(static_cast<double>(total - done) / rate));
  }
  if (done > 0) text += fmt::format("  {} face{}", faces, faces == 1 ? "" : "s");
  if (inputs > 1 && input > 0) text += fmt::format("  input {}/{}", input, inputs);
  if (inputs > 1 && clip_total > 0) text += fmt::format(", {} %", whole_percent(share(clip_done, clip_total)));
  return text;
}

}  // namespace

std::string progress_line(const JobProgress& progress, double seconds, int columns) {
  std::string text = text_of(progress, seconds);
  const int room = columns - static_cast<int>(text.size()) - 1;
  if (progress.total > 0) text = bar(share(progress.done, progress.total), room) + " " + text;
  return text.substr(0, static_cast<std::size_t>(std::max(columns, 0)));
}

void Progress::start() { started_ = Clock::now(); }

void Progress::update(const JobProgress& progress) {
  const Clock::time_point now = Clock::now();
  if (!enabled_ || (is_shown_ && now - shown_ < kShortestInterval)) return;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  // One column stays free: a character in the last one would make some terminals begin a new line.
  fmt::print(stderr, "\r{}\x1b[K", progress_line(progress, seconds, terminal_columns() - 1));
  std::fflush(stderr);
  shown_ = now;
  is_shown_ = true;
}

void Progress::hide() {
  if (!is_shown_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  is_shown_ = false;
}

}  // namespace mtcnn::cli
