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
#include <string>
//
#include <jpeglib.h>

#include "image/view.h"

namespace mtcnn::test {
namespace {

const std::uint8_t* row_of(const media::Picture& picture, int row) {
  return picture.pixels.data() + row * picture.stride;
}

void check(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("the test cannot encode ") + what);
}

/// What libwebp allocated, as bytes of our own.
Bytes take(WebPData& data) {
  Bytes bytes(data.bytes, data.bytes + data.size);
  WebPDataClear(&data);
  return bytes;
}

/// A grey for each value of a pixel, every other one transparent.
void add_palette(png_structp png, png_infop info) {
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

/// A row as libpng wants it: whole bytes for numbers of up to 8 bits, the higher byte first for those of 16.
Bytes png_row(const media::Picture& picture, int row, const PngOptions& options) {
  const int channels = bytes_per_pixel(picture.format);
  Bytes bytes;
  for (int x = 0; x < picture.width; ++x) {
    const std::uint8_t* const pixel = row_of(picture, row) + x * channels;
    for (int channel = 0; channel < channels + (options.alpha ? 1 : 0); ++channel) {
      const int value = channel < channels ? pixel[channel] : x;
      bytes.push_back(static_cast<std::uint8_t>(options.bits < 8 ? value >> (8 - options.bits) : value));
      if (options.bits == 16) bytes.push_back(0xFF);
    }
  }
  return bytes;
}

}  // namespace

Bytes encode_png(const media::Picture& picture, const PngOptions& options) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  Bytes encoded;
  const auto write = [](png_structp writer, png_bytep bytes, std::size_t count) {
    auto* const target = static_cast<Bytes*>(png_get_io_ptr(writer));
    target->insert(target->end(), bytes, bytes + count);
  };
  png_set_write_fn(png, &encoded, write, nullptr);
  int type = picture.format == PixelFormat::kGrey ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB;
  if (options.alpha) type |= PNG_COLOR_MASK_ALPHA;
  if (options.palette) type = PNG_COLOR_TYPE_PALETTE;
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width), static_cast<png_uint_32>(picture.height),
               options.bits, type, options.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (options.palette) add_palette(png, info);
  Bytes exif = options.exif;
  if (!exif.empty()) png_set_eXIf_1(png, info, static_cast<png_uint_32>(exif.size()), exif.data());
  png_write_info(png, info);
  png_set_packing(png);

  std::vector<Bytes> rows;
  std::vector<png_bytep> pointers;
  for (int y = 0; y < picture.height; ++y) rows.push_back(png_row(picture, y, options));
  for (Bytes& row : rows) pointers.push_back(row.data());
  png_write_image(png, pointers.data());
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return encoded;
}

Bytes encode_jpeg(const media::Picture& picture, const JpegOptions& options) {
  const int channels = bytes_per_pixel(picture.format);
  jpeg_compress_struct compress = {};
  jpeg_error_mgr errors = {};
  compress.err = jpeg_std_error(&errors);
  jpeg_create_compress(&compress);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&compress, &buffer, &size);
  compress.image_width = static_cast<JDIMENSION>(picture.width);
  compress.image_height = static_cast<JDIMENSION>(picture.height);
  compress.input_components = options.cmyk ? 4 : channels;
  compress.in_color_space = options.cmyk ? JCS_CMYK : channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&compress);
  jpeg_set_quality(&compress, 95, TRUE);
  if (options.progressive) jpeg_simple_progression(&compress);
  jpeg_start_compress(&compress, TRUE);
  for (const Bytes& segment : options.app1) {
    jpeg_write_marker(&compress, JPEG_APP0 + 1, segment.data(), static_cast<unsigned>(segment.size()));
  }
  for (int y = 0; y < picture.height; ++y) {
    Bytes bytes;
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t* const pixel = row_of(picture, y) + x * channels;
      bytes.insert(bytes.end(), pixel, pixel + channels);
      // Adobe's way: 255 minus the ink, and no black ink at all.
      if (options.cmyk) bytes.push_back(255);
    }
    JSAMPROW row = bytes.data();
    jpeg_write_scanlines(&compress, &row, 1);
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

  const std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)> mux(WebPMuxNew(), &WebPMuxDelete);
  const WebPData image{encoded.data(), encoded.size()};
  const WebPData chunk{exif.data(), exif.size()};
  WebPData assembled;
  check(WebPMuxSetImage(mux.get(), &image, 1) == WEBP_MUX_OK &&
            WebPMuxSetChunk(mux.get(), "EXIF", &chunk, 1) == WEBP_MUX_OK &&
            WebPMuxAssemble(mux.get(), &assembled) == WEBP_MUX_OK,
        "a WebP with EXIF data");
  return take(assembled);
}

Bytes encode_webp_animation(const media::Picture& first, const media::Picture& second) {
  WebPAnimEncoderOptions options;
  WebPConfig config;
  check(WebPAnimEncoderOptionsInit(&options) != 0 && WebPConfigInit(&config) != 0, "a WebP animation");
  config.lossless = 1;
  const std::unique_ptr<WebPAnimEncoder, decltype(&WebPAnimEncoderDelete)> encoder(
      WebPAnimEncoderNew(first.width, first.height, &options), &WebPAnimEncoderDelete);
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
  WebPData assembled;
  check(WebPAnimEncoderAdd(encoder.get(), nullptr, timestamp, nullptr) != 0 &&
            WebPAnimEncoderAssemble(encoder.get(), &assembled) != 0,
        "a WebP animation");
  return take(assembled);
}

Bytes encode_webp_animation_with_offset(const media::Picture& frame, int x, int y, int width, int height) {
  const Bytes encoded = encode_webp(frame, true);
  const std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)> mux(WebPMuxNew(), &WebPMuxDelete);
  WebPMuxFrameInfo info = {};
  info.bitstream = {encoded.data(), encoded.size()};
  info.x_offset = x;
  info.y_offset = y;
  info.duration = 100;
  info.id = WEBP_CHUNK_ANMF;
  const WebPMuxAnimParams animation = {};
  WebPData assembled;
  check(WebPMuxPushFrame(mux.get(), &info, 1) == WEBP_MUX_OK &&
            WebPMuxSetAnimationParams(mux.get(), &animation) == WEBP_MUX_OK &&
            WebPMuxSetCanvasSize(mux.get(), width, height) == WEBP_MUX_OK &&
            WebPMuxAssemble(mux.get(), &assembled) == WEBP_MUX_OK,
        "a WebP animation");
  return take(assembled);
}

Bytes encode_avif(const media::Picture& picture, Orientation orientation) {
  const auto good = [](const heif_error& error) { return error.code == heif_error_Ok; };
  const std::unique_ptr<heif_context, decltype(&heif_context_free)> context(heif_context_alloc(), &heif_context_free);
  heif_encoder* encoder = nullptr;
  heif_image* image = nullptr;
  check(good(heif_context_get_encoder_for_format(context.get(), heif_compression_AV1, &encoder)) &&
            good(heif_encoder_set_lossy_quality(encoder, 95)) &&
            good(heif_encoder_set_parameter(encoder, "chroma", "444")) &&
            good(heif_image_create(picture.width, picture.height, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                                   &image)) &&
            good(heif_image_add_plane(image, heif_channel_interleaved, picture.width, picture.height, 8)),
        "an AVIF");
  int stride = 0;
  std::uint8_t* const plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  for (int y = 0; y < picture.height; ++y) {
    std::copy_n(row_of(picture, y), picture.stride, plane + std::ptrdiff_t{y} * stride);
  }
  heif_encoding_options* const options = heif_encoding_options_alloc();
  options->image_orientation = static_cast<heif_orientation>(orientation);
  check(good(heif_context_encode_image(context.get(), image, encoder, options, nullptr)), "an AVIF");
  heif_encoding_options_free(options);
  heif_encoder_release(encoder);
  heif_image_release(image);

  Bytes encoded;
  heif_writer writer{.writer_api_version = 1,
                     .write = [](heif_context*, const void* data, std::size_t size, void* target) {
                       const auto* const bytes = static_cast<const std::uint8_t*>(data);
                       static_cast<Bytes*>(target)->assign(bytes, bytes + size);
                       return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
                     }};
  check(good(heif_context_write(context.get(), &writer, &encoded)), "an AVIF");
  return encoded;
}

}  // namespace mtcnn::test
