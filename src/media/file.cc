#include "media/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "media/file_descriptor.h"
#include "media/output.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

[[noreturn]] void fail(ErrorCode code, const std::string& name, const std::string& reason) {
  throw Error(code, ErrorStage::kRead, reason).of(name);
}

[[noreturn]] void fail_for(int system_error, const std::string& name) {
  if (system_error == ENOENT || system_error == ENOTDIR) {
    fail(ErrorCode::kNotFound, name, "there is no such file");
  }
  fail(ErrorCode::kUnreadable, name, "cannot be read: " + std::generic_category().message(system_error));
}

/// `bytes` are those that there are, or that were read so far.
[[noreturn]] void fail_for_size(const std::string& name, std::size_t max_bytes, std::size_t bytes) {
  throw Error(ErrorCode::kLimit, ErrorStage::kRead,
              "has more than the " + std::to_string(max_bytes) + " bytes that are read",
              {.limit = static_cast<double>(max_bytes), .actual = static_cast<double>(bytes)})
      .of(name);
}

void refuse_unless_regular(const struct stat& status, const std::string& path) {
  if (S_ISREG(status.st_mode)) return;
  const char* const reason = S_ISDIR(status.st_mode)    ? "is a folder, not a file"
                             : S_ISFIFO(status.st_mode) ? "is a pipe; only `-`, standard input, is read from a pipe"
                             : S_ISSOCK(status.st_mode) ? "is a socket, not a file"
                                                        : "is a device, not a file";
  fail(ErrorCode::kUnsupported, path, reason);
}

struct OpenFile {
  FileDescriptor descriptor;
  std::size_t size;
};

OpenFile open_regular_file(const std::string& path) {
  struct stat status = {};
  // Asked before opening, because merely to open a device can have effects, ...
  if (::stat(path.c_str(), &status) != 0) fail_for(errno, path);
  refuse_unless_regular(status, path);

  // ... and afterwards, because something else may have taken the path; opening a pipe like this does not wait.
  FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!descriptor.is_open() || ::fstat(descriptor.number(), &status) != 0) fail_for(errno, path);
  refuse_unless_regular(status, path);
  return {std::move(descriptor), static_cast<std::size_t>(status.st_size)};
}

/// Reads `count` bytes, or what is left up to the end.
std::size_t read_bytes(int descriptor, std::uint8_t* bytes, std::size_t count, const std::string& name) {
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got = ::read(descriptor, bytes + done, count - done);
    if (got == 0) break;
    if (got > 0) {
      done += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      fail_for(errno, name);
    }
  }
  return done;
}

/// Reads to the end, behind the bytes that were read before; how much that is may be more or less than the size
/// expected.
std::vector<std::uint8_t> read_to_end(int descriptor, std::vector<std::uint8_t> bytes, std::size_t expected_size,
                                      std::size_t max_bytes, const std::string& name) {
  std::size_t used = bytes.size();
  // With one byte to spare the end is noticed at once.
  std::size_t room = std::max(std::min(expected_size, max_bytes) + 1, used);
  while (used == bytes.size()) {
    if (used > max_bytes) fail_for_size(name, max_bytes, used);
    bytes.resize(room);
    used += read_bytes(descriptor, bytes.data() + used, bytes.size() - used, name);
    room = std::min(2 * room, max_bytes + 1);
  }
  if (used == 0) fail(ErrorCode::kEmpty, name, "is empty");
  bytes.resize(used);
  return bytes;
}

/// What was looked at of standard input and not yet read. There is one for the whole program.
struct StandardInput {
  bool is_looked_at = false;
  std::vector<std::uint8_t> beginning;
};
StandardInput standard_input;

}  // namespace

std::vector<std::uint8_t> read_file(const std::string& path, std::size_t max_bytes) {
  const OpenFile file = open_regular_file(path);
  if (file.size > max_bytes) fail_for_size(path, max_bytes, file.size);
  return read_to_end(file.descriptor.number(), {}, file.size, max_bytes, path);
}

std::vector<std::uint8_t> read_file_beginning(const std::string& path, std::size_t count) {
  const OpenFile file = open_regular_file(path);
  std::vector<std::uint8_t> bytes(count);
  bytes.resize(read_bytes(file.descriptor.number(), bytes.data(), count, path));
  if (bytes.empty()) fail(ErrorCode::kEmpty, path, "is empty");
  return bytes;
}

FileDescriptor open_file(const std::string& path) { return open_regular_file(path).descriptor; }

std::vector<std::uint8_t> read_open_file(int file, const std::string& name, std::size_t max_bytes) {
  const off_t size = ::lseek(file, 0, SEEK_END);
  if (size < 0 || ::lseek(file, 0, SEEK_SET) != 0) fail_for(errno, name);
  if (static_cast<std::size_t>(size) > max_bytes) fail_for_size(name, max_bytes, static_cast<std::size_t>(size));
  return read_to_end(file, {}, static_cast<std::size_t>(size), max_bytes, name);
}

std::vector<std::uint8_t> read_open_file_beginning(int file, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  const ssize_t got = ::pread(file, bytes.data(), count, 0);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return bytes;
}

std::vector<std::uint8_t> read_standard_input(std::size_t max_bytes) {
  constexpr std::size_t kFirstRoom = 1 << 16;
  std::vector<std::uint8_t> bytes(standard_input.beginning.size());
  bytes.resize(take_standard_input_beginning(bytes));
  return read_to_end(STDIN_FILENO, std::move(bytes), kFirstRoom, max_bytes, "standard input");
}

std::span<const std::uint8_t> standard_input_beginning() {
  constexpr std::size_t kMost = 1 << 14;
  if (!standard_input.is_looked_at) {
    standard_input.is_looked_at = true;
    standard_input.beginning.resize(kMost);
    standard_input.beginning.resize(read_bytes(STDIN_FILENO, standard_input.beginning.data(), kMost, "standard input"));
  }
  return standard_input.beginning;
}

std::size_t take_standard_input_beginning(std::span<std::uint8_t> bytes) {
  const std::size_t count = std::min(bytes.size(), standard_input.beginning.size());
  std::copy_n(standard_input.beginning.begin(), count, bytes.begin());
  standard_input.beginning.erase(standard_input.beginning.begin(),
                                 standard_input.beginning.begin() + static_cast<std::ptrdiff_t>(count));
  return count;
}

void put_back_standard_input(std::vector<std::uint8_t> beginning) {
  standard_input = {.is_looked_at = true, .beginning = std::move(beginning)};
}

std::string part_path(const std::string& path) {
  const std::filesystem::path whole(path);
  return whole.parent_path() / ("." + whole.filename().native() + ".part");
}

void write_file(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  const std::string part = part_path(path);
  Output output = Output::to_file(part, path);
  try {
    output.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    output.close();
    rename_file(part, path);
  } catch (...) {
    ::unlink(part.c_str());
    throw;
  }
}

std::optional<FileIdentity> file_identity(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino};
}

}  // namespace mtcnn::media
