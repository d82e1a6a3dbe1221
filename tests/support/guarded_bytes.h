#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>

namespace mtcnn::test {

/// A copy of some bytes between two pages that nobody may touch: whoever reads beyond the end that lies at the edge of
/// a page is stopped by the system.
class GuardedBytes {
 public:
  enum class Edge { kFirstByte, kLastByte };

  GuardedBytes(std::span<const std::uint8_t> bytes, Edge edge)
      : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
        inner_((bytes.size() + page_ - 1) / page_ * page_),
        map_(mmap(nullptr, inner_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    if (map_ == MAP_FAILED) throw std::runtime_error("no memory for guarded bytes");
    auto* const first_page = static_cast<std::uint8_t*>(map_) + page_;
    if (mprotect(first_page, inner_, PROT_READ | PROT_WRITE) != 0) throw std::runtime_error("cannot open the pages");
    data_ = edge == Edge::kFirstByte ? first_page : first_page + inner_ - bytes.size();
    std::memcpy(data_, bytes.data(), bytes.size());
    // A write is as wrong as a read from beyond.
    if (mprotect(first_page, inner_, PROT_READ) != 0) throw std::runtime_error("cannot close the pages");
  }
  ~GuardedBytes() { munmap(map_, inner_ + 2 * page_); }

  GuardedBytes(const GuardedBytes&) = delete;
  GuardedBytes& operator=(const GuardedBytes&) = delete;

  const std::uint8_t* data() const { return data_; }

 private:
  std::size_t page_;
  std::size_t inner_;
  void* map_;
  std::uint8_t* data_ = nullptr;
};

}  // namespace mtcnn::test
