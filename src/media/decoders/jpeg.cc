#include <cstdio>
// jpeglib.h needs FILE and size_t, and does not include them.
#include <jpeglib.h>
//
#include <jerror.h>

#include <csetjmp>

#include "media/decoders/decoders.h"
#include "media/exif.h"

namespace mtcnn::media {
namespace {

/// libjpeg reports errors by a call that must not return, so each function of this class that calls libjpeg is the
/// target of a jump, and holds nothing that would have to be destroyed.
class JpegReader {
 public:
  explicit JpegReader(std::span<const std::uint8_t> encoded) {
    decompress_.err = jpeg_std_error(&error_.base);
    error_.base.error_exit = on_error;
    error_.base.emit_message = on_message;
    if (!open(encoded)) fail();
  }
  ~JpegReader() { jpeg_destroy_decompress(&decompress_); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  std::uint64_t width() const { return decompress_.image_width; }
  std::uint64_t height() const { return decompress_.image_height; }
  bool is_grey() const { return decompress_.out_color_space == JCS_GRAYSCALE; }
  bool is_cmyk() const { return decompress_.out_color_space == JCS_CMYK; }
  bool is_inverted_cmyk() const { return decompress_.saw_Adobe_marker != 0; }

  Orientation orientation() const {
    for (const jpeg_marker_struct* marker = decompress_.marker_list; marker != nullptr; marker = marker->next) {
      const std::span<const std::uint8_t> bytes(marker->data, marker->data_length);
      if (bytes.size() > 4 && bytes[0] == 'E' && bytes[1] == 'x') return exif_orientation(bytes);
    }
    return Orientation::kUpright;
  }

  /// Fills the rows from the top. What stops it, or what the decoder had to make up, is in damage().
  void read(std::uint8_t* rows, std::ptrdiff_t stride) {
    if (!read_rows(rows, stride) && rows_read() == 0) fail();
  }

  std::string damage() const {
    if (error_.message[0] == '\0') return {};
    return breaks_off(error_.row, static_cast<int>(height())) + ": " + error_.message;
  }

 private:
  struct ErrorManager {
    jpeg_error_mgr base;
    std::jmp_buf jump;
    char message[JMSG_LENGTH_MAX];  ///< the first that means damage
    int row;                        ///< that was about to be read then
  };

  static void note(j_common_ptr common) {
    auto* const error = reinterpret_cast<ErrorManager*>(common->err);
    if (error->message[0] != '\0') return;
    common->err->format_message(common, error->message);
    error->row = common->is_decompressor != 0
                     ? static_cast<int>(reinterpret_cast<j_decompress_ptr>(common)->output_scanline)
                     : 0;
  }

  static void on_error(j_common_ptr common) {
    note(common);
    std::longjmp(reinterpret_cast<ErrorManager*>(common->err)->jump, 1);
  }

  /// A negative level is a warning: the decoder goes on with what it makes up.
  static void on_message(j_common_ptr common, int level) {
    switch (common->err->msg_code) {
      case JWRN_EXTRANEOUS_DATA:  // these leave every pixel as it was meant
      case JWRN_ADOBE_XFORM:
      case JWRN_JFIF_MAJOR:
      case JWRN_BOGUS_PROGRESSION:
        return;
      default:
        if (level < 0) note(common);
    }
  }

  [[noreturn]] void fail() const { throw_corrupt(std::string("the JPEG cannot be decoded: ") + error_.message); }

  bool open(std::span<const std::uint8_t> encoded) {
    constexpr unsigned kMaxMarkerBytes = 0xFFFF;
    if (setjmp(error_.jump) != 0) {
      jpeg_destroy_decompress(&decompress_);
      return false;
    }
    jpeg_create_decompress(&decompress_);
    jpeg_mem_src(&decompress_, encoded.data(), encoded.size());
    jpeg_save_markers(&decompress_, JPEG_APP0 + 1, kMaxMarkerBytes);
    jpeg_read_header(&decompress_, TRUE);
    switch (decompress_.jpeg_color_space) {
      case JCS_GRAYSCALE:
        decompress_.out_color_space = JCS_GRAYSCALE;
        break;
      case JCS_CMYK:
      case JCS_YCCK:
        decompress_.out_color_space = JCS_CMYK;
        break;
      default:
        decompress_.out_color_space = JCS_RGB;
    }
    return true;
  }

  bool read_rows(std::uint8_t* rows, std::ptrdiff_t stride) {
    if (setjmp(error_.jump) != 0) return false;
    jpeg_start_decompress(&decompress_);
    while (decompress_.output_scanline < decompress_.output_height) {
      JSAMPROW row = rows + static_cast<std::ptrdiff_t>(decompress_.output_scanline) * stride;
      jpeg_read_scanlines(&decompress_, &row, 1);
    }
    jpeg_finish_decompress(&decompress_);
    return true;
  }

  JDIMENSION rows_read() const { return decompress_.output_scanline; }

  jpeg_decompress_struct decompress_{};
  ErrorManager error_{};
};

/// Ink to light. Adobe's programs, and so nearly all files, store 255 minus the ink.
Picture rgb_of_cmyk(const Picture& cmyk, bool inverted) {
  Picture rgb = black_picture(cmyk.width, cmyk.height, PixelFormat::kRgb);
  const std::size_t pixels = rgb.pixels.size() / 3;
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    const std::uint8_t* const inks = &cmyk.pixels[4 * pixel];
    const auto light = [inverted](std::uint8_t ink) { return inverted ? ink : 255 - ink; };
    for (std::size_t channel = 0; channel < 3; ++channel) {
      rgb.pixels[3 * pixel + channel] = static_cast<std::uint8_t>(light(inks[channel]) * light(inks[3]) / 255);
    }
  }
  return rgb;
}

}  // namespace

Picture decode_jpeg(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  JpegReader reader(encoded);
  check_size(reader.width(), reader.height(), limits);
  // Four bytes a pixel hold CMYK until it is converted.
  const PixelFormat format = reader.is_grey()   ? PixelFormat::kGrey
                             : reader.is_cmyk() ? PixelFormat::kRgba
                                                : PixelFormat::kRgb;
  Picture picture = black_picture(static_cast<int>(reader.width()), static_cast<int>(reader.height()), format);
  const Orientation orientation = reader.orientation();  // libjpeg forgets it once all rows are read
  reader.read(picture.pixels.data(), picture.stride);
  if (reader.is_cmyk()) picture = rgb_of_cmyk(picture, reader.is_inverted_cmyk());
  picture.orientation = orientation;
  picture.damage = reader.damage();
  return picture;
}

}  // namespace mtcnn::media
