#include "media/encoded_pictures.h"

#include <libheif/heif.h>
#include <png.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>
//
#include <jpeglib.h>

namespace mtcnn::test {
namespace {

void append(Bytes& bytes, std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }

void append_number(Bytes& bytes, std::uint32_t number, int count, bool little_endian = true) {
  for (int byte = 0; byte < count; ++byte) {
    const int shift = 8 * (little_endian ? byte : count - 1 - byte);
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

int channels(const media::Picture& picture) { return picture.format == PixelFormat::kGrey ? 1 : 3; }

const std::uint8_t* row(const media::Picture& picture, int index) { return &picture.pixels[index * picture.stride]; }

void check(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("the test cannot encode ") + what);
}

Bytes taken(const WebPData& data) { return {data.bytes, data.bytes + data.size}; }

}  // namespace

media::Picture pattern(int width, int height, PixelFormat format) {
  media::Picture picture;
  picture.width = width;
  picture.height = height;
  picture.format = format;
  picture.stride = std::ptrdiff_t{width} * channels(picture);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int channel = 0; channel < channels(picture); ++channel) {
        picture.pixels.push_back(static_cast<std::uint8_t>(7 * x + 13 * y + 80 * channel + x * y % 5));
      }
    }
  }
  return picture;
}

Bytes encode_png(const media::Picture& picture, const PngOptions& options) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  Bytes encoded;
  png_set_write_fn(
      png, &encoded,
      [](png_structp writer, png_bytep bytes, std::size_t count) {
        auto* const target = static_cast<Bytes*>(png_get_io_ptr(writer));
        target->insert(target->end(), bytes, bytes + count);
      },
      nullptr);
  int type = channels(picture) == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB;
  if (options.alpha) type |= PNG_COLOR_MASK_ALPHA;
  if (options.palette) type = PNG_COLOR_TYPE_PALETTE;
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width), static_cast<png_uint_32>(picture.height),
               options.bits, type, options.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (options.palette) {
    // Entry i is the grey i, and half of the entries are transparent: the pixel's first channel chooses.
    png_color colours[256];
    png_byte alphas[256];
    for (int index = 0; index < 256; ++index) {
      const auto value = static_cast<png_byte>(index);
      colours[index] = {value, value, value};
      alphas[index] = index % 2 == 0 ? 255 : 0;
    }
    png_set_PLTE(png, info, colours, 256);
    png_set_tRNS(png, info, alphas, 256, nullptr);
  }
  Bytes exif = options.exif;
  if (!exif.empty()) png_set_eXIf_1(png, info, static_cast<png_uint_32>(exif.size()), exif.data());
  png_write_info(png, info);

  std::vector<Bytes> rows;
  for (int y = 0; y < picture.height; ++y) {
    Bytes bytes;
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t* const pixel = row(picture, y) + x * channels(picture);
      const int stored = options.palette ? 1 : channels(picture);
      for (int channel = 0; channel < stored + (options.alpha ? 1 : 0); ++channel) {
        bytes.push_back(channel < stored ? pixel[channel] : static_cast<std::uint8_t>(x));
        if (options.bits == 16) bytes.push_back(0xFF);
      }
    }
    rows.push_back(bytes);
  }
  std::vector<png_bytep> pointers;
  for (Bytes& bytes : rows) pointers.push_back(bytes.data());
  png_write_image(png, pointers.data());
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return encoded;
}

Bytes encode_jpeg(const media::Picture& picture, const JpegOptions& options) {
  jpeg_compress_struct compress;
  jpeg_error_mgr error;
  compress.err = jpeg_std_error(&error);
  jpeg_create_compress(&compress);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&compress, &buffer, &size);
  compress.image_width = static_cast<JDIMENSION>(picture.width);
  compress.image_height = static_cast<JDIMENSION>(picture.height);
  compress.input_components = options.cmyk ? 4 : channels(picture);
  compress.in_color_space = options.cmyk ? JCS_CMYK : channels(picture) == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&compress);
  jpeg_set_quality(&compress, options.quality, TRUE);
  if (options.progressive) jpeg_simple_progression(&compress);
  jpeg_start_compress(&compress, TRUE);
  if (!options.exif.empty()) {
    Bytes segment;
    append(segment, std::string_view("Exif\0\0", 6));
    segment.insert(segment.end(), options.exif.begin(), options.exif.end());
    jpeg_write_marker(&compress, JPEG_APP0 + 1, segment.data(), static_cast<unsigned>(segment.size()));
  }
  for (int y = 0; y < picture.height; ++y) {
    Bytes bytes;
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t* const pixel = row(picture, y) + x * channels(picture);
      bytes.insert(bytes.end(), pixel, pixel + channels(picture));
      // Adobe's way: 255 minus the ink, and no black ink at all.
      if (options.cmyk) bytes.push_back(255);
    }
    JSAMPROW pointer = bytes.data();
    jpeg_write_scanlines(&compress, &pointer, 1);
  }
  jpeg_finish_compress(&compress);
  jpeg_destroy_compress(&compress);
  Bytes encoded(buffer, buffer + size);
  std::free(buffer);
  return encoded;
}

Bytes encode_webp(const media::Picture& picture, bool lossless, const Bytes& exif) {
  std::uint8_t* output = nullptr;
  const auto stride = static_cast<int>(picture.stride);
  const std::size_t size =
      lossless ? WebPEncodeLosslessRGB(picture.pixels.data(), picture.width, picture.height, stride, &output)
               : WebPEncodeRGB(picture.pixels.data(), picture.width, picture.height, stride, 90, &output);
  check(size > 0, "a WebP");
  Bytes encoded(output, output + size);
  WebPFree(output);
  if (exif.empty()) return encoded;

  const std::unique_ptr<WebPMux, void (*)(WebPMux*)> mux(WebPMuxNew(), WebPMuxDelete);
  const WebPData image{encoded.data(), encoded.size()};
  const WebPData chunk{exif.data(), exif.size()};
  WebPData assembled;
  check(WebPMuxSetImage(mux.get(), &image, 1) == WEBP_MUX_OK &&
            WebPMuxSetChunk(mux.get(), "EXIF", &chunk, 1) == WEBP_MUX_OK &&
            WebPMuxAssemble(mux.get(), &assembled) == WEBP_MUX_OK,
        "a WebP with EXIF data");
  Bytes result = taken(assembled);
  WebPDataClear(&assembled);
  return result;
}

Bytes encode_webp_animation(const media::Picture& first, const media::Picture& second) {
  WebPAnimEncoderOptions options;
  check(WebPAnimEncoderOptionsInit(&options) != 0, "a WebP animation");
  const std::unique_ptr<WebPAnimEncoder, void (*)(WebPAnimEncoder*)> encoder(
      WebPAnimEncoderNew(first.width, first.height, &options), WebPAnimEncoderDelete);
  WebPConfig config;
  check(WebPConfigInit(&config) != 0, "a WebP animation");
  config.lossless = 1;
  int timestamp = 0;
  for (const media::Picture* frame : {&first, &second}) {
    WebPPicture picture;
    check(WebPPictureInit(&picture) != 0, "a WebP animation");
    picture.use_argb = 1;
    picture.width = frame->width;
    picture.height = frame->height;
    check(WebPPictureImportRGB(&picture, frame->pixels.data(), static_cast<int>(frame->stride)) != 0 &&
              WebPAnimEncoderAdd(encoder.get(), &picture, timestamp, &config) != 0,
          "a WebP animation");
    WebPPictureFree(&picture);
    timestamp += 100;
  }
  check(WebPAnimEncoderAdd(encoder.get(), nullptr, timestamp, nullptr) != 0, "a WebP animation");
  WebPData assembled;
  check(WebPAnimEncoderAssemble(encoder.get(), &assembled) != 0, "a WebP animation");
  Bytes result = taken(assembled);
  WebPDataClear(&assembled);
  return result;
}

Bytes encode_avif(const media::Picture& picture) {
  const std::unique_ptr<heif_context, void (*)(heif_context*)> context(heif_context_alloc(), heif_context_free);
  heif_encoder* encoder = nullptr;
  check(heif_context_get_encoder_for_format(context.get(), heif_compression_AV1, &encoder).code == heif_error_Ok,
        "an AVIF");
  heif_encoder_set_lossless(encoder, 1);
  heif_image* image = nullptr;
  heif_image_create(picture.width, picture.height, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
  heif_image_add_plane(image, heif_channel_interleaved, picture.width, picture.height, 8);
  int stride = 0;
  std::uint8_t* const plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  for (int y = 0; y < picture.height; ++y) {
    std::copy_n(row(picture, y), picture.stride, plane + std::ptrdiff_t{y} * stride);
  }
  check(heif_context_encode_image(context.get(), image, encoder, nullptr, nullptr).code == heif_error_Ok, "an AVIF");
  heif_encoder_release(encoder);
  heif_image_release(image);
  Bytes encoded;
  heif_writer writer{.writer_api_version = 1,
                     .write = [](heif_context*, const void* data, std::size_t size, void* target) {
                       const auto* const bytes = static_cast<const std::uint8_t*>(data);
                       static_cast<Bytes*>(target)->assign(bytes, bytes + size);
                       return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
                     }};
  check(heif_context_write(context.get(), &writer, &encoded).code == heif_error_Ok, "an AVIF");
  return encoded;
}

Bytes encode_bmp(const media::Picture& picture) {
  const auto row_bytes = static_cast<std::uint32_t>((picture.stride + 3) / 4 * 4);
  const std::uint32_t pixel_bytes = row_bytes * static_cast<std::uint32_t>(picture.height);
  constexpr std::uint32_t kHeaders = 14 + 40;
  Bytes bytes;
  append(bytes, "BM");
  for (const std::uint32_t number :
       {kHeaders + pixel_bytes, 0U, kHeaders, 40U, static_cast<std::uint32_t>(picture.width),
        static_cast<std::uint32_t>(picture.height)}) {
    append_number(bytes, number, 4);
  }
  append_number(bytes, 1, 2);
  append_number(bytes, 24, 2);
  for (const std::uint32_t number : {0U, pixel_bytes, 2835U, 2835U, 0U, 0U}) append_number(bytes, number, 4);
  for (int y = picture.height - 1; y >= 0; --y) {
    const std::size_t start = bytes.size();
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t* const pixel = row(picture, y) + 3 * x;
      bytes.insert(bytes.end(), {pixel[2], pixel[1], pixel[0]});
    }
    bytes.resize(start + row_bytes);
  }
  return bytes;
}

Bytes encode_ppm(const media::Picture& picture) {
  Bytes bytes;
  append(bytes, "P6\n" + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n255\n");
  bytes.insert(bytes.end(), picture.pixels.begin(), picture.pixels.end());
  return bytes;
}

Bytes encode_tiff(const media::Picture& picture, int orientation) {
  constexpr std::uint32_t kShort = 3;
  constexpr std::uint32_t kLong = 4;
  struct Entry {
    std::uint32_t tag, type, count, value;
  };
  const auto pixel_bytes = static_cast<std::uint32_t>(picture.pixels.size());
  constexpr std::uint32_t kEntries = 10;
  constexpr std::uint32_t kBitsOffset = 8 + 2 + kEntries * 12 + 4;
  constexpr std::uint32_t kPixelsOffset = kBitsOffset + 6;
  const Entry entries[kEntries] = {
      {0x100, kLong, 1, static_cast<std::uint32_t>(picture.width)},
      {0x101, kLong, 1, static_cast<std::uint32_t>(picture.height)},
      {0x102, kShort, 3, kBitsOffset},
      {0x103, kShort, 1, 1},
      {0x106, kShort, 1, 2},
      {0x111, kLong, 1, kPixelsOffset},
      {0x112, kShort, 1, static_cast<std::uint32_t>(orientation)},
      {0x115, kShort, 1, 3},
      {0x116, kLong, 1, static_cast<std::uint32_t>(picture.height)},
      {0x117, kLong, 1, pixel_bytes},
  };
  Bytes bytes;
  append(bytes, std::string_view("II*\0\x08\0\0\0", 8));
  append_number(bytes, kEntries, 2);
  for (const Entry& entry : entries) {
    append_number(bytes, entry.tag, 2);
    append_number(bytes, entry.type, 2);
    append_number(bytes, entry.count, 4);
    append_number(bytes, entry.value, 4);
  }
  append_number(bytes, 0, 4);
  for (int channel = 0; channel < 3; ++channel) append_number(bytes, 8, 2);
  bytes.insert(bytes.end(), picture.pixels.begin(), picture.pixels.end());
  return bytes;
}

Bytes exif_with_orientation(int orientation, bool little_endian) {
  constexpr std::uint32_t kOrientationTag = 0x0112;
  constexpr std::uint32_t kShort = 3;
  Bytes bytes;
  append(bytes, little_endian ? "II" : "MM");
  append_number(bytes, 42, 2, little_endian);
  append_number(bytes, 8, 4, little_endian);  // where the table lies
  append_number(bytes, 1, 2, little_endian);  // entries
  append_number(bytes, kOrientationTag, 2, little_endian);
  append_number(bytes, kShort, 2, little_endian);
  append_number(bytes, 1, 4, little_endian);
  append_number(bytes, static_cast<std::uint32_t>(orientation), 2, little_endian);
  append_number(bytes, 0, 2, little_endian);
  append_number(bytes, 0, 4, little_endian);  // no further table
  return bytes;
}

Bytes png_claiming(std::uint32_t width, std::uint32_t height) {
  Bytes bytes = encode_png(pattern(4, 4));
  constexpr std::size_t kWidthOffset = 16;
  Bytes header(bytes.begin() + 12, bytes.begin() + 29);  // chunk type and data
  Bytes sides;
  append_number(sides, width, 4, false);
  append_number(sides, height, 4, false);
  std::copy(sides.begin(), sides.end(), header.begin() + 4);
  std::copy(sides.begin(), sides.end(), bytes.begin() + kWidthOffset);
  // The chunk's CRC-32, bit by bit.
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::uint8_t byte : header) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  Bytes check_bytes;
  append_number(check_bytes, ~crc, 4, false);
  std::copy(check_bytes.begin(), check_bytes.end(), bytes.begin() + 29);
  return bytes;
}

}  // namespace mtcnn::test
