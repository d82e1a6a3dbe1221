#include "media/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace mtcnn::media {
namespace {

[[noreturn]] void fail(const std::string& name, int system_error) {
  const std::string message = name + ": cannot be written: " + std::generic_category().message(system_error);
  if (system_error == EPIPE) throw ClosedPipe(ErrorCode::kUnwritable, ErrorStage::kWrite, message);
  throw Error(ErrorCode::kUnwritable, ErrorStage::kWrite, message);
}

constexpr mode_t kReadableAndWritable = 0666;  // less what the user's umask takes away

}  // namespace

Output Output::to_file(const std::string& path) {
  FileDescriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kReadableAndWritable));
  if (!descriptor.is_open()) fail(path, errno);
  return {std::move(descriptor), path};
}

Output Output::to_standard_output() {
  constexpr const char* kName = "standard output";
  FileDescriptor descriptor(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0));
  if (!descriptor.is_open()) fail(kName, errno);
  return {std::move(descriptor), kName};
}

void Output::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_.number(), bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fail(name_, errno);
    }
  }
}

void Output::close() {
  // Even a close that fails has given the number back, so it is not tried again.
  if (::close(descriptor_.release()) != 0 && errno != EINTR) fail(name_, errno);
}

}  // namespace mtcnn::media
