#include "media/sandbox/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <new>
#include <utility>

#include "media/sandbox/message.h"

namespace mtcnn::media {

FileDescriptor memory_file(std::size_t bytes) {
  FileDescriptor file(::memfd_create("mtcnn-turbo", kMemoryFileFlags));
  // Whoever maps a file that shrinks is killed for reading what is gone.
  if (!file.is_open() || ::ftruncate(file.number(), static_cast<off_t>(bytes)) != 0 ||
      ::fcntl(file.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    throw std::bad_alloc();
  }
  return file;
}

FileDescriptor memory_file_of(std::span<const std::uint8_t> content) {
  FileDescriptor file = memory_file(content.size());
  while (!content.empty()) {
    const ssize_t written = ::write(file.number(), content.data(), content.size());
    if (written <= 0) throw std::bad_alloc();
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return file;
}

SharedMemory::~SharedMemory() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SharedMemory& SharedMemory::operator=(SharedMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

SharedMemory SharedMemory::of_new_file(const FileDescriptor& file, std::size_t bytes) {
  void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.number(), 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return {static_cast<std::uint8_t*>(memory), bytes};
}

SharedMemory SharedMemory::of_given_file(const FileDescriptor& file) {
  const int seals = ::fcntl(file.number(), F_GET_SEALS);
  if (seals < 0 || (seals & F_SEAL_SHRINK) == 0) throw Nonsense("memory that may shrink");
  const off_t bytes = ::lseek(file.number(), 0, SEEK_END);
  if (bytes <= 0) throw Nonsense("no memory");
  void* const memory = ::mmap(nullptr, static_cast<std::size_t>(bytes), PROT_READ, MAP_SHARED, file.number(), 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return {static_cast<std::uint8_t*>(memory), static_cast<std::size_t>(bytes)};
}

}  // namespace mtcnn::media
