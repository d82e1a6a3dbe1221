#include "backends/native/scratch.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <numeric>

namespace mtcnn::native {
namespace {

/// A line of the cache; no vector is longer.
constexpr std::size_t kAlignment = 64;

}  // namespace

std::uint8_t* Scratch::take_bytes(std::size_t size) {
  size = (size + kAlignment - 1) / kAlignment * kAlignment;
  if (chunks_.empty() || chunks_.back().size - used_ < size) add_chunk(size);
  std::uint8_t* const taken = chunks_.back().bytes.get() + used_;
  used_ += size;
  return taken;
}

void Scratch::add_chunk(std::size_t size) {
  constexpr std::size_t kSmallest = std::size_t{64} << 10;
  size = std::max(size, kSmallest);
  auto bytes = hwy::AllocateAligned<std::uint8_t>(size);
  if (!bytes) throw std::bad_alloc();
  // What nobody wrote takes part in sums that nobody reads: zeros keep these from being slow (denormal) numbers.
  std::memset(bytes.get(), 0, size);
  chunks_.push_back({std::move(bytes), size});
  used_ = 0;
}

void Scratch::clear() {
  if (chunks_.size() > 1) {
    // One chunk will do for the next task.
    const std::size_t size = std::accumulate(chunks_.begin(), chunks_.end(), std::size_t{0},
                                             [](std::size_t sum, const Chunk& chunk) { return sum + chunk.size; });
    chunks_.clear();
    add_chunk(size);
  }
  used_ = 0;
}

}  // namespace mtcnn::native
