#include "base/parallel.h"

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace mtcnn {

void parallel_for(int threads, std::size_t count, const std::function<void(std::size_t)>& task) {
  if (threads == 1 || count <= 1) {
    for (std::size_t index = 0; index < count; ++index) task(index);
    return;
  }
  // An arena for each call, so that the limit is the call's own and several calls at once do not wait for each other.
  tbb::task_arena arena(threads == 0 ? tbb::task_arena::automatic : threads);
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, task, tbb::simple_partitioner{}); });
}

}  // namespace mtcnn
