#pragma once

#include <unistd.h>

#include <utility>

namespace mtcnn::media {

/// Owns an open file of the system's.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() {
    if (is_open()) ::close(number_);
  }

  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

  /// Gives up the ownership.
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

}  // namespace mtcnn::media
