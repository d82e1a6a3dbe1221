#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "media/file_descriptor.h"

namespace mtcnn::media {

inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;

/// Reads a whole file. Throws Error (stage kRead) that begins with the path: kNotFound; kUnsupported for what is no
/// file, such as a folder, a device or a pipe; kUnreadable with what the system says; kEmpty; kLimit over `max_bytes`.
std::vector<std::uint8_t> read_file(const std::string& path, std::size_t max_bytes = kMaxFileBytes);

/// Reads the first bytes of a file, `count` of them or all that there are; throws as `read_file` does.
std::vector<std::uint8_t> read_file_beginning(const std::string& path, std::size_t count);

/// A file that is open for reading; throws as `read_file` does.
FileDescriptor open_file(const std::string& path);

// The same of a file that is open, from its beginning, whatever was read of it before. `name` is what it is called.
std::vector<std::uint8_t> read_open_file(int file, const std::string& name, std::size_t max_bytes = kMaxFileBytes);
std::vector<std::uint8_t> read_open_file_beginning(int file, std::size_t count);

/// Reads standard input to its end; throws as `read_file` does.
std::vector<std::uint8_t> read_standard_input(std::size_t max_bytes = kMaxFileBytes);

/// The first bytes of standard input, which stay there for whoever reads it: at most 16 KiB, less where it ends before
/// that or is being read already.
std::span<const std::uint8_t> standard_input_beginning();

/// Takes the next of these bytes, as many as there is room for; 0 where none are left, and the rest is in the system's
/// hands.
std::size_t take_standard_input_beginning(std::span<std::uint8_t> bytes);

/// What was taken of the beginning of standard input is put back; by another process, before it reads any of it.
void put_back_standard_input(std::vector<std::uint8_t> beginning);

/// Where a file lies while it is being written: ".NAME.part" beside it. It gets its name when it is whole.
std::string part_path(const std::string& path);

/// Writes a whole file, in the place of one that is there. Throws Error (kUnwritable, stage kWrite); a file that is
/// there then stays as it is.
void write_file(const std::string& path, const std::vector<std::uint8_t>& bytes);

/// Device and number of a file, which tell whether two paths name the same one.
using FileIdentity = std::pair<dev_t, ino_t>;

/// None where there is no such file or folder.
std::optional<FileIdentity> file_identity(const std::string& path);

}  // namespace mtcnn::media
