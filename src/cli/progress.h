#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace mtcnn::cli {

/// "[=====     ]  50 %  5/10  2.50/s  0:02 left", of at most `columns` characters: the bar takes what room there is.
/// Rate and time left appear once there is something to tell them from.
std::string progress_line(std::size_t done, std::size_t total, double seconds, int columns);

/// A progress line at the foot of a terminal, on standard error.
class Progress {
 public:
  /// Nothing is ever shown where it is not enabled.
  explicit Progress(bool enabled) : enabled_(enabled) {}
  ~Progress() { hide(); }

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Starts the clock.
  void start();

  /// Shows how far it is; at most ten times a second, unless the line was hidden since. What is expected may change.
  void update(std::size_t done, std::size_t total);

  /// Clears the line, so that something else can be printed in its place.
  void hide();

 private:
  using Clock = std::chrono::steady_clock;

  bool enabled_;
  bool is_shown_ = false;
  Clock::time_point started_;
  Clock::time_point shown_;
};

}  // namespace mtcnn::cli
