#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mtcnn {

/// What the files that we write say in the entry `format` of their metadata. Those that say so carry a checksum.
inline constexpr std::string_view kOwnFormat = "mtcnn-turbo";

/// The entry `checksum` of such a file before its digits are known.
inline constexpr std::string_view kUnsetChecksum = "fnv1a64:0000000000000000";

/// Puts the checksum of all of the file in the place where kUnsetChecksum first stands in it.
void set_checksum(std::string& file);

/// Whether `checksum`, which stands somewhere in the file, is that of the file.
bool has_checksum(std::span<const std::uint8_t> file, std::string_view checksum);

}  // namespace mtcnn
