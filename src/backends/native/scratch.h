#pragma once

#include <hwy/aligned_allocator.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace mtcnn::native {

/// Memory for the length of one task: taken bit by bit, given back all at once, and kept for the next task, so that
/// after a few tasks nothing is allocated any more. Everything is aligned for vectors and contains whatever the tasks
/// before left there.
class Scratch {
 public:
  template <class T>
  T* take(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    return reinterpret_cast<T*>(take_bytes(count * sizeof(T)));
  }

  /// Gives everything back.
  void clear();

 private:
  struct Chunk {
    hwy::AlignedFreeUniquePtr<std::uint8_t[]> bytes;
    std::size_t size = 0;
  };

  std::uint8_t* take_bytes(std::size_t size);
  void add_chunk(std::size_t size);

  std::vector<Chunk> chunks_;  ///< the last is the one in use
  std::size_t used_ = 0;       ///< of the last chunk
};

}  // namespace mtcnn::native
