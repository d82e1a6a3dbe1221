#pragma once

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
  /// Makes the file, or empties it.
  static Output to_file(const std::string& path);
  static Output to_standard_output();

  void write(std::string_view bytes);

  /// Call it last: some file systems tell only then that there was no room. The destructor ignores that.
  void close();

 private:
  Output(FileDescriptor descriptor, std::string name) : descriptor_(std::move(descriptor)), name_(std::move(name)) {}

  FileDescriptor descriptor_;
  std::string name_;
};

}  // namespace mtcnn::media
