#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "media/file_descriptor.h"

namespace mtcnn::media {

/// Of `memfd_create`: what may be made, and nothing else.
inline constexpr unsigned kMemoryFileFlags = MFD_CLOEXEC | MFD_ALLOW_SEALING;

/// A file in memory that has no name. Throws std::bad_alloc.
FileDescriptor memory_file(std::size_t bytes);

/// One that holds these. Throws std::bad_alloc.
FileDescriptor memory_file_of(std::span<const std::uint8_t> content);

/// Memory of such a file, as this process sees it.
class SharedMemory {
 public:
  SharedMemory() = default;
  ~SharedMemory();

  /// Writable memory, of a new file. Throws std::bad_alloc.
  static SharedMemory of_new_file(const FileDescriptor& file, std::size_t bytes);

  /// Memory to be read, of a file of the other process, who can neither shrink it nor make it something else. Throws
  /// Nonsense where it could.
  static SharedMemory of_given_file(const FileDescriptor& file);

  SharedMemory(SharedMemory&& other) noexcept;
  SharedMemory& operator=(SharedMemory&& other) noexcept;

  std::uint8_t* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  SharedMemory(std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace mtcnn::media
