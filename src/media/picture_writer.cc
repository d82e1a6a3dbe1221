#include "media/picture_writer.h"

// jpeglib.h needs the C library's declarations before it.
#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>
#include <png.h>

#include <csetjmp>

#include "media/file.h"
#include "media/picture_name.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

constexpr int kJpegQuality = 92;

[[noreturn]] void fail(const std::string& reason) {
  throw Error(ErrorCode::kLimit, ErrorStage::kWrite, "the picture cannot be encoded: " + reason);
}

bool is_jpeg_name(const std::string& path) {
  const std::string extension = lower_case_extension(path);
  return extension == ".jpg" || extension == ".jpeg";
}

/// What libjpeg writes to and where it jumps to when it fails. Kept apart from the function that calls it, because a
/// jump runs no destructors.
struct JpegEncoder {
  jpeg_compress_struct compressor = {};
  jpeg_error_mgr errors = {};
  std::jmp_buf on_failure = {};
  char failure[JMSG_LENGTH_MAX] = {};
  unsigned char* bytes = nullptr;
  unsigned long size = 0;

  ~JpegEncoder() {
    jpeg_destroy_compress(&compressor);
    std::free(bytes);
  }
};

[[noreturn]] void jump_out(j_common_ptr common) {
  auto* const encoder = static_cast<JpegEncoder*>(common->client_data);
  common->err->format_message(common, encoder->failure);
  std::longjmp(encoder->on_failure, 1);
}

/// False where libjpeg failed, which `encoder.failure` explains.
bool run(JpegEncoder& encoder, const raster::Canvas& canvas) {
  jpeg_compress_struct& compressor = encoder.compressor;
  if (setjmp(encoder.on_failure) != 0) return false;
  compressor.err = jpeg_std_error(&encoder.errors);
  compressor.client_data = &encoder;
  encoder.errors.error_exit = jump_out;
  jpeg_create_compress(&compressor);
  jpeg_mem_dest(&compressor, &encoder.bytes, &encoder.size);

  compressor.image_width = static_cast<JDIMENSION>(canvas.width);
  compressor.image_height = static_cast<JDIMENSION>(canvas.height);
  compressor.input_components = 4;
  compressor.in_color_space = JCS_EXT_BGRX;
  jpeg_set_defaults(&compressor);
  jpeg_set_quality(&compressor, kJpegQuality, TRUE);
  // Colour at full resolution, or the thin coloured lines would blur.
  compressor.comp_info[0].h_samp_factor = 1;
  compressor.comp_info[0].v_samp_factor = 1;

  jpeg_start_compress(&compressor, TRUE);
  while (compressor.next_scanline < compressor.image_height) {
    const auto row = static_cast<std::ptrdiff_t>(compressor.next_scanline);
    // libjpeg does not write to it.
    auto* pixels = const_cast<JSAMPLE*>(canvas.pixels.data() + row * canvas.stride());
    jpeg_write_scanlines(&compressor, &pixels, 1);
  }
  jpeg_finish_compress(&compressor);
  return true;
}

std::vector<std::uint8_t> without_fourth_bytes(const raster::Canvas& canvas) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(canvas.pixels.size() / 4 * 3);
  for (std::size_t pixel = 0; pixel < canvas.pixels.size(); pixel += 4) {
    pixels.insert(pixels.end(), &canvas.pixels[pixel], &canvas.pixels[pixel] + 3);
  }
  return pixels;
}

}  // namespace

std::vector<std::uint8_t> encode_png(const raster::Canvas& canvas) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(canvas.width);
  image.height = static_cast<png_uint_32>(canvas.height);
  image.format = PNG_FORMAT_BGR;
  image.flags = PNG_IMAGE_FLAG_FAST;  // a third larger at most, and several times as fast

  const std::vector<std::uint8_t> pixels = without_fourth_bytes(canvas);
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<std::uint8_t> encoded(size);
  if (png_image_write_to_memory(&image, encoded.data(), &size, 0, pixels.data(), 0, nullptr) == 0) fail(image.message);
  encoded.resize(size);
  return encoded;
}

std::vector<std::uint8_t> encode_jpeg(const raster::Canvas& canvas) {
  JpegEncoder encoder;
  if (!run(encoder, canvas)) fail(encoder.failure);
  return {encoder.bytes, encoder.bytes + encoder.size};
}

bool is_writable_picture_name(const std::string& path) {
  return is_jpeg_name(path) || lower_case_extension(path) == ".png";
}

void write_picture(const raster::Canvas& canvas, const std::string& path) {
  write_file(path, is_jpeg_name(path) ? encode_jpeg(canvas) : encode_png(canvas));
}

}  // namespace mtcnn::media
