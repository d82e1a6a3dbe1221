#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace mtcnn::cli {

/// How far a job is.
struct JobProgress {
  std::size_t done = 0;     ///< frames
  std::size_t earlier = 0;  ///< of these, those of an earlier run
  std::size_t total = 0;    ///< frames expected; 0 where nobody knows
  std::size_t faces = 0;    ///< so far
  std::size_t input = 0;    ///< the one that is being done, counted from 1
  std::size_t inputs = 1;
  std::size_t clip_done = 0;   ///< frames of that input, where it is a clip
  std::size_t clip_total = 0;  ///< frames expected of it; 0 for a picture, and where nobody knows
};

/// "[=====     ]  50 %  5/10 frames  2.50/s  0:02 left  7 faces  input 3/4, 60 %", of at most `columns` characters: the
/// bar takes what room there is. Rate and time left appear once there is something to tell them from, the input where
/// there are several.
std::string progress_line(const JobProgress& progress, double seconds, int columns);

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
  void update(const JobProgress& progress);

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
