#pragma once

#include <cstddef>

namespace mtcnn {

/// Runs tasks on several threads at once. Calls may come from many threads; each uses up to the given number of
/// threads, the calling one among them, and does not wait for the others. A call that a task makes shares the threads
/// of the call that the task belongs to: threads that have no more tasks of the outer call help with the inner ones.
class Parallel {
 public:
  /// 0 threads: one per core, which is also the most that are used.
  explicit Parallel(int threads);

  int threads() const { return threads_; }

  /// Calls task(0) ... task(count - 1); each thread takes the next index when it is done with one, so that long tasks
  /// belong first. Returns when all have ended; throws what a task threw first, and then starts no further ones.
  template <class Task>
  void for_each(std::size_t count, const Task& task) const {
    run(count, {&task, [](const void* context, std::size_t index) { (*static_cast<const Task*>(context))(index); }});
  }

 private:
  /// A task without its type, for which std::function would allocate memory.
  struct TaskView {
    const void* context;
    void (*call)(const void* context, std::size_t index);
    void operator()(std::size_t index) const { call(context, index); }
  };
  class Arenas;

  void run(std::size_t count, TaskView task) const;

  int threads_;
  Arenas* arenas_;  ///< those of all that use as many threads
};

}  // namespace mtcnn
