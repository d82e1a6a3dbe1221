#include "media/hand_made_pictures.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>

#include "image/view.h"

namespace mtcnn::test {
namespace {

enum class Endian { kLittle, kBig };

void append(Bytes& bytes, std::span<const std::uint8_t> more) { std::ranges::copy(more, std::back_inserter(bytes)); }
void append(Bytes& bytes, std::initializer_list<std::uint8_t> more) { bytes.insert(bytes.end(), more); }

void append_number(Bytes& bytes, std::uint32_t number, int count, Endian endian = Endian::kLittle) {
  for (int byte = 0; byte < count; ++byte) {
    const int shift = 8 * (endian == Endian::kLittle ? byte : count - 1 - byte);
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

std::uint32_t width_of(const media::Picture& picture) { return static_cast<std::uint32_t>(picture.width); }
std::uint32_t height_of(const media::Picture& picture) { return static_cast<std::uint32_t>(picture.height); }

/// Blue, green, red, from the lowest row up, each row filled up to a multiple of `row_alignment` bytes.
Bytes bottom_up_bgr(const media::Picture& picture, std::size_t row_alignment) {
  const Bytes rgb = rgb_of(picture);
  Bytes rows;
  for (int y = picture.height - 1; y >= 0; --y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::size_t pixel = 3 * (static_cast<std::size_t>(y) * width_of(picture) + static_cast<std::size_t>(x));
      append(rows, {rgb[pixel + 2], rgb[pixel + 1], rgb[pixel]});
    }
    while (rows.size() % row_alignment != 0) rows.push_back(0);
  }
  return rows;
}

Bytes ppm_header(const media::Picture& picture, int highest) {
  return bytes_of("P6\n" + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n" +
                  std::to_string(highest) + "\n");
}

/// CRC-32 as PNG has it, bit by bit.
std::uint32_t crc_of(const Bytes& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

}  // namespace

media::Picture pattern(int width, int height, PixelFormat format) {
  const int channels = bytes_per_pixel(format);
  media::Picture picture;
  picture.width = width;
  picture.height = height;
  picture.format = format;
  picture.stride = std::ptrdiff_t{width} * channels;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int channel = 0; channel < channels; ++channel) {
        picture.pixels.push_back(static_cast<std::uint8_t>(7 * x + 13 * y + 80 * channel + x * y % 5));
      }
    }
  }
  return picture;
}

media::Picture smooth_pattern(int width, int height) {
  media::Picture picture = pattern(width, height);
  for (std::size_t index = 0; index < picture.pixels.size(); ++index) {
    const std::size_t x = index / 3 % width_of(picture);
    const std::size_t y = index / 3 / width_of(picture);
    picture.pixels[index] =
        static_cast<std::uint8_t>(30 + 30 * (index % 3) + 120 * x / width_of(picture) + 40 * y / height_of(picture));
  }
  return picture;
}

Bytes rgb_of(const media::Picture& picture) {
  const int step = bytes_per_pixel(picture.format);
  const bool is_bgr = picture.format == PixelFormat::kBgr || picture.format == PixelFormat::kBgra;
  Bytes rgb;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t* const pixel = &picture.pixels[static_cast<std::size_t>(y * picture.stride + x * step)];
      if (step == 1) {
        append(rgb, {pixel[0], pixel[0], pixel[0]});
      } else {
        append(rgb, {pixel[is_bgr ? 2 : 0], pixel[1], pixel[is_bgr ? 0 : 2]});
      }
    }
  }
  return rgb;
}

Bytes encode_bmp(const media::Picture& picture) {
  constexpr std::uint32_t kHeaderBytes = 14 + 40;
  const Bytes rows = bottom_up_bgr(picture, 4);
  const auto row_bytes = static_cast<std::uint32_t>(rows.size());
  Bytes bytes = bytes_of("BM");
  for (const std::uint32_t number :
       {kHeaderBytes + row_bytes, 0U, kHeaderBytes, 40U, width_of(picture), height_of(picture)}) {
    append_number(bytes, number, 4);
  }
  append_number(bytes, 1, 2);
  append_number(bytes, 24, 2);
  for (const std::uint32_t number : {0U, row_bytes, 2835U, 2835U, 0U, 0U}) append_number(bytes, number, 4);
  append(bytes, rows);
  return bytes;
}

Bytes encode_gif(const media::Picture& grey) {
  // Codes of eight bits, so that a code is a byte. The table is cleared before it needs longer ones.
  constexpr std::uint8_t kClear = 128;
  constexpr std::uint8_t kEnd = 129;
  constexpr std::size_t kCodesBetweenClears = 120;
  Bytes codes;
  for (std::size_t pixel = 0; pixel < grey.pixels.size(); ++pixel) {
    if (pixel % kCodesBetweenClears == 0) codes.push_back(kClear);
    codes.push_back(grey.pixels[pixel] / 2);
  }
  codes.push_back(kEnd);

  Bytes bytes = bytes_of("GIF89a");
  append_number(bytes, width_of(grey), 2);
  append_number(bytes, height_of(grey), 2);
  append(bytes, {0xF6, 0, 0});  // a palette of 128 colours
  for (std::uint32_t value = 0; value < 256; value += 2) append_number(bytes, value * 0x010101U, 3);
  append(bytes, {0x21, 0xFE, 2, 'h', 'i', 0});  // a comment
  append(bytes, {0x2C, 0, 0, 0, 0});
  append_number(bytes, width_of(grey), 2);
  append_number(bytes, height_of(grey), 2);
  append(bytes, {0, 7});
  for (std::size_t start = 0; start < codes.size(); start += 255) {
    const std::size_t count = std::min<std::size_t>(255, codes.size() - start);
    bytes.push_back(static_cast<std::uint8_t>(count));
    bytes.insert(bytes.end(), codes.begin() + static_cast<std::ptrdiff_t>(start),
                 codes.begin() + static_cast<std::ptrdiff_t>(start + count));
  }
  append(bytes, {0, 0x3B});
  return bytes;
}

Bytes encode_ppm(const media::Picture& picture) {
  Bytes bytes = ppm_header(picture, 255);
  append(bytes, rgb_of(picture));
  return bytes;
}

Bytes encode_ppm_of_16_bits(const media::Picture& picture) {
  Bytes bytes = ppm_header(picture, 65535);
  for (const std::uint8_t value : rgb_of(picture)) append(bytes, {value, 0xF0});
  return bytes;
}

Bytes encode_qoi(const media::Picture& picture) {
  Bytes bytes = bytes_of("qoif");
  append_number(bytes, width_of(picture), 4, Endian::kBig);
  append_number(bytes, height_of(picture), 4, Endian::kBig);
  append(bytes, {3, 0});
  const Bytes rgb = rgb_of(picture);
  for (std::size_t pixel = 0; pixel < rgb.size(); pixel += 3) {
    append(bytes, {0xFE, rgb[pixel], rgb[pixel + 1], rgb[pixel + 2]});
  }
  append(bytes, {0, 0, 0, 0, 0, 0, 0, 1});
  return bytes;
}

Bytes encode_sgi_of_16_bits(const media::Picture& picture) {
  constexpr std::size_t kHeaderBytes = 512;
  Bytes bytes = {0x01, 0xDA, 0, 2};
  for (const std::uint32_t number : {3U, width_of(picture), height_of(picture), 3U}) {
    append_number(bytes, number, 2, Endian::kBig);
  }
  append_number(bytes, 0, 4);
  append_number(bytes, 65535, 4, Endian::kBig);
  bytes.resize(kHeaderBytes);
  const Bytes bgr = bottom_up_bgr(picture, 1);
  for (std::size_t channel = 3; channel-- > 0;) {
    for (std::size_t index = channel; index < bgr.size(); index += 3) append(bytes, {bgr[index], 0xF0});
  }
  return bytes;
}

Bytes encode_targa(const media::Picture& picture) {
  Bytes bytes = {0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  append_number(bytes, width_of(picture), 2);
  append_number(bytes, height_of(picture), 2);
  append(bytes, {24, 0});
  append(bytes, bottom_up_bgr(picture, 1));
  bytes.resize(bytes.size() + 8);
  append(bytes, bytes_of({"TRUEVISION-XFILE.\0", 18}));
  return bytes;
}

Bytes encode_tiff(const media::Picture& picture, const TiffOptions& options) {
  constexpr std::uint32_t kShort = 3;
  constexpr std::uint32_t kLong = 4;
  constexpr std::uint32_t kHeaderBytes = 8;
  constexpr std::uint32_t kEntries = 10;
  constexpr std::uint32_t kDirectoryBytes = 2 + kEntries * 12 + 4 + 6;  // with the bits of the three channels
  const Bytes rgb = rgb_of(picture);
  const auto pixel_bytes = static_cast<std::uint32_t>(rgb.size());
  const std::uint32_t directory = kHeaderBytes + (options.directory_last ? pixel_bytes : 0);
  const std::uint32_t pixels = kHeaderBytes + (options.directory_last ? 0 : kDirectoryBytes);

  struct Entry {
    std::uint32_t tag, type, count, value;
  };
  const Entry entries[kEntries] = {
      {0x100, kLong, 1, width_of(picture)},
      {0x101, kLong, 1, height_of(picture)},
      {0x102, kShort, 3, directory + kDirectoryBytes - 6},
      {0x103, kShort, 1, static_cast<std::uint32_t>(options.compression)},
      {0x106, kShort, 1, 2},
      {0x111, kLong, 1, pixels},
      {0x112, kShort, 1, static_cast<std::uint32_t>(options.orientation)},
      {0x115, kShort, 1, 3},
      {0x116, kLong, 1, height_of(picture)},
      {0x117, kLong, 1, pixel_bytes},
  };
  Bytes bytes = bytes_of({"II*\0", 4});
  append_number(bytes, directory, 4);
  if (options.directory_last) append(bytes, rgb);
  append_number(bytes, kEntries, 2);
  for (const Entry& entry : entries) {
    append_number(bytes, entry.tag, 2);
    append_number(bytes, entry.type, 2);
    append_number(bytes, entry.count, 4);
    append_number(bytes, entry.value, 4);
  }
  append_number(bytes, 0, 4);
  for (int channel = 0; channel < 3; ++channel) append_number(bytes, 8, 2);
  if (!options.directory_last) append(bytes, rgb);
  return bytes;
}

Bytes exif_with_orientation(int orientation, bool little_endian) {
  constexpr std::uint32_t kOrientationTag = 0x0112;
  constexpr std::uint32_t kShort = 3;
  const Endian endian = little_endian ? Endian::kLittle : Endian::kBig;
  Bytes bytes = bytes_of(little_endian ? "II" : "MM");
  append_number(bytes, 42, 2, endian);
  append_number(bytes, 8, 4, endian);  // where the directory lies
  append_number(bytes, 1, 2, endian);  // entries
  append_number(bytes, kOrientationTag, 2, endian);
  append_number(bytes, kShort, 2, endian);
  append_number(bytes, 1, 4, endian);
  append_number(bytes, static_cast<std::uint32_t>(orientation), 2, endian);
  append_number(bytes, 0, 2, endian);
  append_number(bytes, 0, 4, endian);  // no further directory
  return bytes;
}

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Bytes png_chunk(std::string_view type, const Bytes& data) {
  Bytes checked = bytes_of(type);
  append(checked, data);
  Bytes chunk;
  append_number(chunk, static_cast<std::uint32_t>(data.size()), 4, Endian::kBig);
  append(chunk, checked);
  append_number(chunk, crc_of(checked), 4, Endian::kBig);
  return chunk;
}

Bytes png_claiming(std::uint32_t width, std::uint32_t height) {
  Bytes header;
  append_number(header, width, 4, Endian::kBig);
  append_number(header, height, 4, Endian::kBig);
  append(header, {8, 2, 0, 0, 0});
  Bytes bytes = bytes_of("\x89PNG\r\n\x1A\n");
  append(bytes, png_chunk("IHDR", header));
  append(bytes, png_chunk("IDAT", {0x78, 0x9C}));
  return bytes;
}

}  // namespace mtcnn::test
