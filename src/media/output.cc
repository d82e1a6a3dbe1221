#include "media/output.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <system_error>
#include <vector>

namespace mtcnn::media {
namespace {

[[noreturn]] void fail(const std::string& name, int system_error) {
  const std::string message = name + ": cannot be written: " + std::generic_category().message(system_error);
  if (system_error == EPIPE) throw ClosedPipe(ErrorCode::kUnwritable, ErrorStage::kWrite, message);
  throw Error(ErrorCode::kUnwritable, ErrorStage::kWrite, message);
}

constexpr mode_t kReadableAndWritable = 0666;  // less what the user's umask takes away

}  // namespace

Output Output::to_file(const std::string& path, const std::string& name) {
  FileDescriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kReadableAndWritable));
  if (!descriptor.is_open()) fail(name, errno);
  return {std::move(descriptor), name};
}

Output Output::to_standard_output() {
  constexpr const char* kName = "standard output";
  FileDescriptor descriptor(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0));
  if (!descriptor.is_open()) fail(kName, errno);
  return {std::move(descriptor), kName};
}

Output Output::continue_file(const std::string& path, const std::string& name, std::uint64_t size,
                             std::uint32_t checksum) {
  FileDescriptor descriptor(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!descriptor.is_open()) fail(name, errno);
  Output output(std::move(descriptor), name);
  output.count_file(size);
  if (output.size_ != size || output.checksum_ != checksum) {
    throw Error(ErrorCode::kCorrupt, ErrorStage::kWrite,
                name + ": what was written of it, " + path + ", is no longer as it was");
  }
  if (::ftruncate(output.descriptor_.number(), static_cast<off_t>(size)) != 0) fail(name, errno);
  return output;
}

bool Output::is_whole(const std::string& path, std::uint64_t size, std::uint32_t checksum) {
  FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor.is_open()) return false;
  Output output(std::move(descriptor), path);
  output.count_file(std::numeric_limits<std::uint64_t>::max());
  return output.size_ == size && output.checksum_ == checksum;
}

void Output::count_file(std::uint64_t most) {
  constexpr std::size_t kPiece = 1 << 20;
  std::vector<char> bytes(kPiece);
  while (size_ < most) {
    const std::size_t wanted = std::min<std::uint64_t>(kPiece, most - size_);
    const ssize_t got = ::read(descriptor_.number(), bytes.data(), wanted);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(name_, errno);
    if (got == 0) return;
    count({bytes.data(), static_cast<std::size_t>(got)});
  }
}

void Output::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_.number(), bytes.data(), bytes.size());
    if (written >= 0) {
      count(bytes.substr(0, static_cast<std::size_t>(written)));
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fail(name_, errno);
    }
  }
}

void Output::count(std::string_view bytes) {
  size_ += bytes.size();
  checksum_ =
      static_cast<std::uint32_t>(::crc32_z(checksum_, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

void Output::sync() {
  // Some file systems cannot, and say that it makes no sense.
  if (::fdatasync(descriptor_.number()) != 0 && errno != EINVAL && errno != ENOTSUP) fail(name_, errno);
}

void Output::close() {
  // Even a close that fails has given the number back, so it is not tried again.
  if (::close(descriptor_.release()) != 0 && errno != EINTR) fail(name_, errno);
}

void rename_file(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) fail(to, errno);
}

}  // namespace mtcnn::media
