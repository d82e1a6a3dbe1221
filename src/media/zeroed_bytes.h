#pragma once

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

namespace mtcnn::media {

/// Memory that is zero from the start. Where there is much of it, it comes from the system page by page as it is
/// written, so that what a decoder never reaches of a picture that only claims to be large costs nothing.
///
/// For a vector that grows by `resize` out of nothing: elements without a value are left as the memory is.
template <class Byte>
struct ZeroedMemory {
  using value_type = Byte;  // NOLINT(readability-identifier-naming): what the standard calls it in allocators

  static constexpr std::size_t kAlignment = 64;
  static constexpr std::size_t kFewestOfSystem = 1 << 18;

  Byte* allocate(std::size_t count) {
    if (count < kFewestOfSystem) {
      // No more than asked for, so that AddressSanitizer sees who goes beyond it.
      void* memory = nullptr;
      if (::posix_memalign(&memory, kAlignment, count) != 0) throw std::bad_alloc();
      return static_cast<Byte*>(std::memset(memory, 0, count));
    }
    void* const memory = ::mmap(nullptr, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    return static_cast<Byte*>(memory);
  }

  void deallocate(Byte* bytes, std::size_t count) {
    if (count < kFewestOfSystem) {
      std::free(bytes);
    } else {
      ::munmap(bytes, count);
    }
  }

  void construct(Byte* /*byte*/) noexcept {}
  void construct(Byte* byte, Byte value) noexcept { *byte = value; }

  bool operator==(const ZeroedMemory&) const = default;
};

using ZeroedBytes = std::vector<std::uint8_t, ZeroedMemory<std::uint8_t>>;

}  // namespace mtcnn::media
