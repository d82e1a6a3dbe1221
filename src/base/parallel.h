#pragma once

#include <cstddef>
#include <functional>

namespace mtcnn {

/// Calls task(0) ... task(count - 1), in no particular order, on at most `threads` threads, the calling one among them
/// (0: one per core). Returns when all have ended; throws what a task threw first, and then starts no further ones.
void parallel_for(int threads, std::size_t count, const std::function<void(std::size_t)>& task);

}  // namespace mtcnn
