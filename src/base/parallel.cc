#include "base/parallel.h"

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

#include "base/hand_over.h"
#include "base/pool.h"

namespace mtcnn {
namespace {

/// True on a thread while it runs a task.
thread_local bool runs_task = false;

}  // namespace

/// An arena for each call that is under way, so that the limit is the call's own and calls do not wait for each other.
/// They are never ended: oneTBB 2021 keeps some kilobytes of each that is, and its threads may still be in one when the
/// program ends.
class Parallel::Arenas {
 public:
  static Arenas* of(int threads) {
    static std::mutex mutex;
    static auto* const all = new std::map<int, Arenas>;
    const std::scoped_lock lock(mutex);
    return &(*all)[threads];
  }

  Pool<tbb::task_arena> pool;
};

Parallel::Parallel(int threads)
    : threads_(threads > 0 ? std::min(threads, tbb::info::default_concurrency()) : tbb::info::default_concurrency()),
      arenas_(Arenas::of(threads_)) {}

void Parallel::run(std::size_t count, TaskView task) const {
  const std::size_t workers = std::min<std::size_t>(threads_, count);
  if (workers <= 1) {
    for (std::size_t index = 0; index < count; ++index) task(index);
    return;
  }
  std::atomic<std::size_t> next = 0;
  const bool is_nested = runs_task;
  HandOver hand_over;
  const auto work = [&](std::size_t) {
    const HandOver::Task in_this_thread(hand_over);
    runs_task = true;
    try {
      for (std::size_t index = next++; index < count; index = next++) task(index);
    } catch (...) {
      next = count;
      runs_task = is_nested;
      throw;
    }
    runs_task = is_nested;
  };
  const auto share = [&] { tbb::parallel_for(std::size_t{0}, workers, work, tbb::simple_partitioner{}); };
  if (is_nested) {
    // Among the threads of the outer call. While it waits for the end of this one, the thread must not take up another
    // task of the outer call, whose end would then hold this one up.
    tbb::this_task_arena::isolate(share);
    return;
  }
  const auto arena = arenas_->pool.lend();
  if (!arena->is_active()) arena->initialize(threads_);
  arena->execute(share);
}

}  // namespace mtcnn
