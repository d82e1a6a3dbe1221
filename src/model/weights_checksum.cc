#include "model/weights_checksum.h"

#include <algorithm>
#include <cstdio>

namespace mtcnn {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::string_view kPrefix = kUnsetChecksum.substr(0, kUnsetChecksum.find(':') + 1);

/// 64-bit FNV-1a. Each step is a bijection of the state, so no change of a single byte goes unnoticed.
class Hash {
 public:
  void add(Bytes bytes) {
    for (const std::uint8_t byte : bytes) state_ = (state_ ^ byte) * 0x100000001b3U;
  }

  std::string digits() const {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(state_));
    return digits;
  }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325U;
};

Bytes as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

/// Of the file, with kUnsetChecksum in the place where its own stands.
std::string checksum(Bytes file, std::size_t place) {
  Hash hash;
  hash.add(file.first(place));
  hash.add(as_bytes(kUnsetChecksum));
  hash.add(file.subspan(place + kUnsetChecksum.size()));
  return std::string(kPrefix) + hash.digits();
}

}  // namespace

void set_checksum(std::string& file) {
  const std::size_t place = file.find(kUnsetChecksum);
  file.replace(place, kUnsetChecksum.size(), checksum(as_bytes(file), place));
}

bool has_checksum(std::span<const std::uint8_t> file, std::string_view checksum) {
  if (checksum.size() != kUnsetChecksum.size()) return false;
  const auto place = std::search(file.begin(), file.end(), checksum.begin(), checksum.end());
  return place != file.end() && checksum == mtcnn::checksum(file, static_cast<std::size_t>(place - file.begin()));
}

}  // namespace mtcnn
