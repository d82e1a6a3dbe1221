#include <array>

#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

/// Numbers of bits, the lowest first; zeros beyond the end.
class BitReader {
 public:
  explicit BitReader(const ByteReader& bytes) : bytes_(bytes) {}

  std::uint32_t bits(int count) {
    std::uint32_t value = 0;
    for (int bit = 0; bit < count; ++bit, ++position_) {
      const auto byte = static_cast<std::uint32_t>(bytes_.number(position_ / 8, 1).value_or(0));
      value |= (byte >> (position_ % 8) & 1U) << bit;
    }
    return value;
  }

 private:
  ByteReader bytes_;
  std::uint64_t position_ = 0;
};

std::int64_t side_of(BitReader& bits) {
  constexpr std::array<int, 4> kLengths = {9, 13, 18, 30};
  return std::int64_t{1} + bits.bits(kLengths[bits.bits(2)]);
}

std::optional<PictureSize> size_of_codestream(const ByteReader& stream) {
  struct Ratio {
    std::int64_t width, height;
  };
  constexpr std::array<Ratio, 8> kRatios = {{{0, 0}, {1, 1}, {12, 10}, {4, 3}, {3, 2}, {16, 9}, {5, 4}, {2, 1}}};
  if (!stream.has(0, "\xFF\x0A")) return std::nullopt;
  BitReader bits(stream.part(2, stream.size()));
  const bool is_of_eights = bits.bits(1) == 1;
  const auto side = [&] { return is_of_eights ? std::int64_t{8} * (1 + bits.bits(5)) : side_of(bits); };
  const std::int64_t height = side();
  const Ratio ratio = kRatios[bits.bits(3)];
  return PictureSize{ratio.height == 0 ? side() : height * ratio.width / ratio.height, height};
}

}  // namespace

std::optional<PictureSize> size_of_jpegxl(const ByteReader& file) {
  constexpr int kBoxes = 64;
  constexpr std::uint64_t kBoxHeaderBytes = 8;
  if (!file.has(4, "JXL ")) return size_of_codestream(file);
  std::uint64_t offset = 0;
  for (int box = 0; box < kBoxes; ++box) {
    const std::optional<std::uint32_t> bytes = file.number32(offset);
    if (!bytes) break;
    if (file.has(offset + 4, "jxlc")) return size_of_codestream(file.part(offset + kBoxHeaderBytes, file.size()));
    // The first of several parts begins with its number.
    if (file.has(offset + 4, "jxlp")) return size_of_codestream(file.part(offset + kBoxHeaderBytes + 4, file.size()));
    if (*bytes < kBoxHeaderBytes || *bytes > file.size() - offset) break;
    offset += *bytes;
  }
  return std::nullopt;
}

}  // namespace mtcnn::media
