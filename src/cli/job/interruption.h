#pragma once

namespace mtcnn::cli {

/// While one of these lives, the first SIGINT (Ctrl-C) or SIGTERM does not end the program but asks it to come to an
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
