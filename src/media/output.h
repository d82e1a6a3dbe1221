#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "media/file_descriptor.h"
#include "mtcnn/error.h"

namespace mtcnn::media {

/// Whoever read the other end of the pipe has stopped reading, as `head` does.
class ClosedPipe : public Error {
 public:
  using Error::Error;
};

/// Bytes on their way to a file or to standard output. Nothing is held back, and no failure goes unnoticed: everything
/// throws Error (kUnwritable, stage kWrite) that begins with the name of the output. Whoever writes to a pipe has to
/// ignore SIGPIPE.
class Output {
 public:
  /// Makes the file, or empties it. Errors name it `name`.
  static Output to_file(const std::string& path, const std::string& name);
  static Output to_file(const std::string& path) { return to_file(path, path); }
  static Output to_standard_output();

  /// Goes on after the first bytes of a file, `size` of them; what comes behind them is cut off. Throws Error
  /// (kCorrupt) where these are not the bytes of `checksum`.
  static Output continue_file(const std::string& path, const std::string& name, std::uint64_t size,
                              std::uint32_t checksum);

  /// True where a file has these bytes and no others; it is not changed, nor is its time.
  static bool is_whole(const std::string& path, std::uint64_t size, std::uint32_t checksum);

  void write(std::string_view bytes);

  /// Bytes written, those among them after which it goes on.
  std::uint64_t size() const { return size_; }

  /// CRC-32 of all these bytes.
  std::uint32_t checksum() const { return checksum_; }

  /// Returns when the bytes are where not even a power cut takes them away.
  void sync();

  /// Call it last: some file systems tell only then that there was no room. The destructor ignores that.
  void close();

 private:
  Output(FileDescriptor descriptor, std::string name) : descriptor_(std::move(descriptor)), name_(std::move(name)) {}

  void count(std::string_view bytes);
  void count_file(std::uint64_t most);

  FileDescriptor descriptor_;
  std::string name_;
  std::uint64_t size_ = 0;
  std::uint32_t checksum_ = 0;
};

/// Gives a file another name, in the place of a file that has it. Throws Error (kUnwritable) that begins with `to`.
void rename_file(const std::string& from, const std::string& to);

}  // namespace mtcnn::media
