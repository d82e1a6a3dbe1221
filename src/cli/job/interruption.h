#pragma once

namespace mtcnn::cli {

/// From here on SIGINT (Ctrl-C) and SIGTERM end the program with a word on standard error and the exit code that shells
/// give a program that they ended. For a time in which nothing can be lost.
void end_when_interrupted();

/// While one of these lives, the first of these signals does not end the program but asks it to come to an
/// end by itself; the second one ends it. At most one of these may live.
class Interruption {
 public:
  Interruption();
  ~Interruption();

  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// The signal that has come; 0 where none has. To be asked from any thread.
  static int signal() noexcept;
};

}  // namespace mtcnn::cli
