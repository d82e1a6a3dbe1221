#include "media/bombs.h"

#include <zlib.h>

#include <algorithm>
#include <iterator>

#include "media/claiming_pictures.h"
#include "media/encoded_pictures.h"
#include "media/heif_bombs.h"

namespace mtcnn::test {
namespace {

void append(Bytes& bytes, const Bytes& more) { std::ranges::copy(more, std::back_inserter(bytes)); }

Bytes deflated_zeros(std::size_t count) {
  const Bytes zeros(count);
  uLongf size = compressBound(count);
  Bytes deflated(size);
  compress2(deflated.data(), &size, zeros.data(), count, Z_BEST_COMPRESSION);
  deflated.resize(size);
  return deflated;
}

/// The sample with these chunks behind its header.
Bytes png_with(const Bytes& chunks) {
  constexpr std::ptrdiff_t kHeaderBytes = 8 + 25;
  Bytes png = encode_png(pattern(kSampleWidth, kSampleHeight));
  png.insert(png.begin() + kHeaderBytes, chunks.begin(), chunks.end());
  return png;
}

Bytes compressed_chunk(std::string_view type) {
  constexpr std::size_t kInflated = std::size_t{16} << 20;
  Bytes data = bytes_of({"name\0\0", 6});
  append(data, deflated_zeros(kInflated));
  return png_chunk(type, data);
}

Bytes many_chunks(std::string_view type, int count) {
  Bytes chunks;
  for (int index = 0; index < count; ++index) append(chunks, png_chunk(type, bytes_of({"k\0v", 3})));
  return chunks;
}

/// Far more pixels than the header has room for.
Bytes png_with_endless_pixels() {
  Bytes png = png_claiming(16, 16);
  constexpr std::ptrdiff_t kHeaderBytes = 8 + 25;
  png.resize(kHeaderBytes);
  append(png, png_chunk("IDAT", deflated_zeros(std::size_t{16} << 20)));
  append(png, png_chunk("IEND", {}));
  return png;
}

/// Its last scan, again and again.
Bytes jpeg_of_scans(int count) {
  const Bytes encoded = encode_jpeg(pattern(kSampleWidth, kSampleHeight), {.progressive = true});
  const Bytes mark = {0xFF, 0xDA};
  const auto last_scan = std::find_end(encoded.begin(), encoded.end(), mark.begin(), mark.end());
  Bytes endless(encoded.begin(), encoded.end() - 2);
  for (int copy = 0; copy < count; ++copy) endless.insert(endless.end(), last_scan, encoded.end() - 2);
  return endless;
}

/// The sample, claiming another size in its header.
Bytes jpeg_claiming_more(bool progressive, std::uint16_t side) {
  Bytes encoded = encode_jpeg(smooth_pattern(kSampleWidth, kSampleHeight), {.progressive = progressive});
  const Bytes mark = {0xFF, static_cast<std::uint8_t>(progressive ? 0xC2 : 0xC0)};
  auto place = std::search(encoded.begin(), encoded.end(), mark.begin(), mark.end()) + 5;
  for (int number = 0; number < 2; ++number) {
    *place++ = static_cast<std::uint8_t>(side >> 8);
    *place++ = static_cast<std::uint8_t>(side);
  }
  return encoded;
}

/// Directories that follow each other, the last one the first.
Bytes tiff_of_directories(std::uint32_t count, std::uint32_t entries) {
  Bytes bytes = bytes_of({"II*\0\x8\0\0\0", 8});
  const auto number = [&](std::uint32_t value, int size) {
    for (int byte = 0; byte < size; ++byte) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * byte)));
  };
  const std::uint32_t directory_bytes = 2 + 12 * entries + 4;
  for (std::uint32_t directory = 0; directory < count; ++directory) {
    number(entries, 2);
    for (std::uint32_t entry = 0; entry < entries; ++entry) {
      number(entry == 0 ? 0xFE : 0x14A, 2);  // a preview; further directories
      number(4, 2);
      number(1, 4);
      number(entry == 0 ? 1 : 8, 4);
    }
    number(8 + (directory + 1) % count * directory_bytes, 4);
  }
  return bytes;
}

}  // namespace

std::vector<EncodedPicture> bombs_of_size() {
  constexpr std::uint32_t kMillion = 1000000;
  std::vector<EncodedPicture> bombs;
  for (const auto& [width, height] : {std::pair{65535U, 65535U},
                                      {30000U, 30000U},
                                      {kMillion, 1U},
                                      {1U, kMillion},
                                      {kMillion, kMillion},
                                      {16383U, 16383U}}) {
    std::ranges::move(claiming(width, height), std::back_inserter(bombs));
  }
  return bombs;
}

std::vector<EncodedPicture> hidden_bombs() {
  constexpr std::uint16_t kAllowedSide = 11000;
  std::vector<EncodedPicture> bombs = {
      {"png_compressed_text", png_with(compressed_chunk("zTXt"))},
      {"png_compressed_profile", png_with(compressed_chunk("iCCP"))},
      {"png_of_20000_texts", png_with(many_chunks("tEXt", 20000))},
      {"png_of_20000_unknown_chunks", png_with(many_chunks("abCd", 20000))},
      {"png_with_endless_pixels", png_with_endless_pixels()},
      {"jpeg_of_1000_scans", jpeg_of_scans(1000)},
      {"jpeg_large_and_empty", jpeg_claiming_more(false, kAllowedSide)},
      {"jpeg_progressive_large_and_empty", jpeg_claiming_more(true, kAllowedSide)},
      {"tiff_of_4000_directories", tiff_of_directories(4000, 1)},
      {"tiff_directory_that_is_its_own_next", tiff_of_directories(1, 2)},
      {"tiff_of_65535_entries", tiff_of_directories(1, 65535)},
  };
  std::ranges::move(heif_bombs(), std::back_inserter(bombs));
  return bombs;
}

}  // namespace mtcnn::test
