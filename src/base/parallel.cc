#include "base/parallel.h"

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>

#include "base/pool.h"

namespace mtcnn {

/// An arena for each call that is under way, so that the limit is the call's own and calls do not wait for each other.
class Parallel::Arenas {
 public:
  Pool<tbb::task_arena> pool;
};

Parallel::Parallel(int threads)
    : threads_(threads > 0 ? std::min(threads, tbb::info::default_concurrency()) : tbb::info::default_concurrency()),
      arenas_(std::make_unique<Arenas>()) {}

Parallel::~Parallel() = default;

void Parallel::run(std::size_t count, TaskView task) const {
  const std::size_t workers = std::min<std::size_t>(threads_, count);
  if (workers <= 1) {
    for (std::size_t index = 0; index < count; ++index) task(index);
    return;
  }
  std::atomic<std::size_t> next = 0;
  const auto work = [&](std::size_t) {
    try {
      for (std::size_t index = next++; index < count; index = next++) task(index);
    } catch (...) {
      next = count;
      throw;
    }
  };
  const auto arena = arenas_->pool.lend();
  if (!arena->is_active()) arena->initialize(threads_);
  arena->execute([&] { tbb::parallel_for(std::size_t{0}, workers, work, tbb::simple_partitioner{}); });
}

}  // namespace mtcnn
