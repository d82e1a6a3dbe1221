#include "media/headers/coded_sizes.h"

#include "media/headers/bit_reader.h"
#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

/// Passes over how a sequence is timed and for which decoders it is made.
void skip_operating_points(BitReader& bits) {
  int delay_bits = 0;
  if (bits.bits(1) != 0) {  // timing
    bits.skip(64);
    if (bits.bits(1) != 0) bits.exponential();
    if (bits.bits(1) != 0) {  // a decoder's model
      delay_bits = static_cast<int>(bits.bits(5)) + 1;
      bits.skip(32 + 5 + 5);
    }
  }
  const bool has_display_delays = bits.bits(1) != 0;
  constexpr std::uint64_t kLastLevelWithoutTiers = 7;
  for (std::uint64_t points = bits.bits(5) + 1; points > 0; --points) {
    bits.skip(12);
    if (bits.bits(5) > kLastLevelWithoutTiers) bits.skip(1);
    if (delay_bits > 0 && bits.bits(1) != 0) bits.skip(2 * delay_bits + 1);
    if (has_display_delays && bits.bits(1) != 0) bits.skip(4);
  }
}

PictureSize size_of_sequence_header(const ByteReader& header) {
  BitReader bits(header);
  bits.skip(3 + 1);
  const bool is_reduced = bits.bits(1) != 0;
  if (is_reduced) {
    bits.skip(5);
  } else {
    skip_operating_points(bits);
  }
  const int width_bits = static_cast<int>(bits.bits(4)) + 1;
  const int height_bits = static_cast<int>(bits.bits(4)) + 1;
  const auto width = static_cast<std::int64_t>(bits.bits(width_bits)) + 1;
  const auto height = static_cast<std::int64_t>(bits.bits(height_bits)) + 1;
  return {width, height};
}

/// A number in groups of seven bits, the lowest first; moves the offset behind it.
std::uint64_t take_leb128(const ByteReader& units, std::uint64_t& offset) {
  constexpr int kMostBytes = 8;
  std::uint64_t value = 0;
  for (int byte = 0; byte < kMostBytes; ++byte) {
    const std::uint64_t group = units.number(offset++, 1).value_or(0);
    value |= (group & 0x7F) << (7 * byte);
    if ((group & 0x80) == 0) break;
  }
  return value;
}

PictureSize size_of_parameter_set(const ByteReader& unit) {
  constexpr int kUnitHeaderBits = 16;
  constexpr int kProfileBits = 88;
  constexpr int kLevelBits = 8;
  constexpr std::uint64_t kMostSubLayers = 8;
  constexpr std::uint64_t kFullChroma = 3;
  BitReader bits(unit, true);
  bits.skip(kUnitHeaderBits + 4);
  const std::uint64_t sub_layers = bits.bits(3);
  bits.skip(1 + kProfileBits + kLevelBits);
  std::uint64_t profiles = 0;
  std::uint64_t levels = 0;
  for (std::uint64_t layer = 0; layer < sub_layers; ++layer) {
    profiles += bits.bits(1);
    levels += bits.bits(1);
  }
  if (sub_layers > 0) bits.skip(static_cast<int>(2 * (kMostSubLayers - sub_layers)));
  bits.skip(static_cast<int>(profiles) * kProfileBits + static_cast<int>(levels) * kLevelBits);
  bits.exponential();  // the set's number
  if (bits.exponential() == kFullChroma) bits.skip(1);
  const auto width = static_cast<std::int64_t>(bits.exponential());
  const auto height = static_cast<std::int64_t>(bits.exponential());
  return {width, height};
}

}  // namespace

std::optional<PictureSize> size_of_av1(const ByteReader& units) {
  constexpr std::uint64_t kSequenceHeader = 1;
  std::optional<PictureSize> largest;
  std::uint64_t offset = 0;
  while (const auto header = units.number(offset, 1)) {
    const bool has_extension = (*header & 4) != 0;
    const bool has_size = (*header & 2) != 0;
    offset += has_extension ? 2 : 1;
    const std::uint64_t bytes = has_size ? take_leb128(units, offset) : units.size();
    const ByteReader unit = units.part(offset, offset + bytes);
    if ((*header >> 3 & 0xF) == kSequenceHeader) largest = larger(largest, size_of_sequence_header(unit));
    if (bytes > units.size() || offset > units.size() - bytes) break;
    offset += bytes;
  }
  return largest;
}

std::optional<PictureSize> size_of_hevc(const ByteReader& units, int length_bytes) {
  constexpr std::uint64_t kParameterSet = 33;
  std::optional<PictureSize> largest;
  std::uint64_t offset = 0;
  while (const auto bytes = units.number(offset, length_bytes)) {
    offset += static_cast<std::uint64_t>(length_bytes);
    const ByteReader unit = units.part(offset, offset + *bytes);
    if ((unit.number(0, 1).value_or(0) >> 1 & 0x3F) == kParameterSet) {
      largest = larger(largest, size_of_parameter_set(unit));
    }
    if (*bytes > units.size() || offset > units.size() - *bytes) break;
    offset += *bytes;
  }
  return largest;
}

}  // namespace mtcnn::media
