#pragma once

#ifdef MTCNN_TELL_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace mtcnn {

/// What ThreadSanitizer is to know of a call whose tasks a library hands to other threads: the library itself is not
/// built for it, so that it does not see how. Nothing in any other build.
class HandOver {
 public:
  /// In the caller: all before it comes before every task.
  HandOver() { release(&begin_); }

  /// In the caller: every task comes before all after it.
  ~HandOver() { acquire(&end_); }

  HandOver(const HandOver&) = delete;
  HandOver& operator=(const HandOver&) = delete;

  /// Lives in a thread as long as it works on tasks. Tells nothing of the order of tasks among themselves.
  class Task {
   public:
    explicit Task(HandOver& call) : call_(call) { acquire(&call_.begin_); }
    ~Task() { release(&call_.end_); }

    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

   private:
    HandOver& call_;
  };

 private:
#ifdef MTCNN_TELL_THREAD_SANITIZER
  static void acquire(char* place) { __tsan_acquire(place); }
  static void release(char* place) { __tsan_release(place); }
#else
  static void acquire(char*) {}
  static void release(char*) {}
#endif

  char begin_ = 0;
  char end_ = 0;
};

}  // namespace mtcnn
