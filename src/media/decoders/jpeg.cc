#include <cstdio>
// jpeglib.h needs FILE and size_t, and does not include them.
#include <jpeglib.h>
//
#include <jerror.h>

#include <algorithm>
#include <csetjmp>
#include <string_view>

#include "media/decoders/decoders.h"
#include "media/exif.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

ErrorCode code_of(int libjpeg_message) {
  switch (libjpeg_message) {
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_SOF_UNSUPPORTED:
      return ErrorCode::kUnsupported;
    case JERR_IMAGE_TOO_BIG:
      return ErrorCode::kLimit;
    case JERR_OUT_OF_MEMORY:
      return ErrorCode::kOutOfMemory;
    default:
      return ErrorCode::kCorrupt;
  }
}

/// libjpeg reports errors by a call that must not return, so each function of this class that calls libjpeg is the
/// target of a jump, and holds nothing that would have to be destroyed.
class JpegReader {
 public:
  explicit JpegReader(std::span<const std::uint8_t> encoded) {
    if (!open(encoded)) {
      jpeg_destroy_decompress(&decompress_);
      fail();
    }
  }
  ~JpegReader() { jpeg_destroy_decompress(&decompress_); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  int width() const { return static_cast<int>(decompress_.image_width); }
  int height() const { return static_cast<int>(decompress_.image_height); }
  bool is_grey() const { return decompress_.out_color_space == JCS_GRAYSCALE; }
  bool is_cmyk() const { return decompress_.out_color_space == JCS_CMYK; }

  /// True where CMYK is stored as 255 minus the ink, which is how Adobe's programs do it.
  bool is_inverted() const { return decompress_.saw_Adobe_marker != 0; }

  /// Forgotten by libjpeg once the rows are read.
  Orientation orientation() const {
    constexpr std::string_view kExif{"Exif\0\0", 6};
    for (const jpeg_marker_struct* marker = decompress_.marker_list; marker != nullptr; marker = marker->next) {
      const std::string_view bytes(reinterpret_cast<const char*>(marker->data), marker->data_length);
      if (bytes.starts_with(kExif)) return exif_orientation({marker->data, marker->data_length});
    }
    return Orientation::kUpright;
  }

  /// Fills the rows from the top, four bytes a pixel where they are CMYK. What stops it, or what libjpeg had to make
  /// up, `describe_damage` tells.
  void read(std::uint8_t* rows, std::ptrdiff_t stride) {
    if (ends_before_pixels()) throw_corrupt("the JPEG ends before its first pixel");
    refuse_coefficients_without_data();
    if (!read_rows(rows, stride) && decompress_.output_scanline == 0) fail();
  }

  void describe_damage(Picture& picture) const {
    if (reports_.damage[0] == '\0') return;
    if (!reports_.are_of_several_scans) return note_break(picture, reports_.row, reports_.damage);
    picture.damage_place = "scan " + std::to_string(reports_.scan);
    picture.damage =
        "the picture breaks off in " + picture.damage_place + ", so that detail is missing: " + reports_.damage;
  }

 private:
  struct Reports {
    jpeg_error_mgr base;
    std::jmp_buf jump;
    bool are_of_pixels;         ///< and no longer of the header
    bool are_of_several_scans;  ///< each of which has a part of every row
    bool is_out_of_data;        ///< all that follows would be made up
    char failure[JMSG_LENGTH_MAX];
    char damage[JMSG_LENGTH_MAX];  ///< the first report that means some
    int row;                       ///< that was about to be read then
    int scan;                      ///< that was being read then
  };

  static Reports& reports_of(j_common_ptr common) { return *reinterpret_cast<Reports*>(common->err); }

  static void on_error(j_common_ptr common) {
    note_damage(common);
    common->err->format_message(common, reports_of(common).failure);
    std::longjmp(reports_of(common).jump, 1);
  }

  /// A negative level is a warning: libjpeg goes on with what it makes up.
  static void on_message(j_common_ptr common, int level) {
    if (level >= 0) return;
    if (!is_only_an_end(common)) note_damage(common);
    if (is_end_of_data(common)) reports_of(common).is_out_of_data = true;
  }

  /// The file ends, or the scan does at a marker after which it does not go on.
  static bool is_end_of_data(j_common_ptr common) {
    const int marker = reinterpret_cast<j_decompress_ptr>(common)->unread_marker;
    const bool is_restart = marker >= JPEG_RST0 && marker <= JPEG_RST0 + 7;
    const int message = common->err->msg_code;
    return message == JWRN_JPEG_EOF || (message == JWRN_HIT_MARKER && !is_restart);
  }

  /// The only scan, in Huffman's code, is read ahead; where pixels are missing, there is a further warning.
  static bool is_only_an_end(j_common_ptr common) {
    const auto* const decompress = reinterpret_cast<j_decompress_ptr>(common);
    return common->err->msg_code == JWRN_JPEG_EOF && decompress->arith_code == 0 &&
           !reports_of(common).are_of_several_scans;
  }

  static void note_damage(j_common_ptr common) {
    Reports& reports = reports_of(common);
    if (!reports.are_of_pixels || reports.damage[0] != '\0') return;
    common->err->format_message(common, reports.damage);
    const auto* const decompress = reinterpret_cast<j_decompress_ptr>(common);
    reports.row = static_cast<int>(decompress->output_scanline);
    reports.scan = decompress->input_scan_number;
  }

  /// Of all components together.
  static std::int64_t blocks_of(const jpeg_decompress_struct& decompress) {
    std::int64_t blocks = 0;
    for (int index = 0; index < decompress.num_components; ++index) {
      const jpeg_component_info& component = decompress.comp_info[index];
      blocks += std::int64_t{component.width_in_blocks} * component.height_in_blocks;
    }
    return blocks;
  }

  /// Every scan goes over the whole picture, and hardly needs a byte to do so. Encoders make about ten.
  static void limit_scans(j_common_ptr common) {
    constexpr std::int64_t kMaxScans = 100;
    constexpr std::int64_t kMaxScansOfLargest = 24;
    constexpr std::int64_t kMaxBlocks = std::int64_t{1} << 26;  // of all scans
    const auto* const decompress = reinterpret_cast<j_decompress_ptr>(common);
    const std::int64_t blocks = std::max<std::int64_t>(blocks_of(*decompress), 1);
    const std::int64_t most = std::clamp(kMaxBlocks / blocks, kMaxScansOfLargest, kMaxScans);
    if (decompress->input_scan_number > most) ERREXIT1(common, JERR_BAD_SCAN_SCRIPT, decompress->input_scan_number);
  }

  /// All coefficients of a picture in several scans are held in memory. Of a large one, the first scan has a bit for
  /// each block at least.
  void refuse_coefficients_without_data() const {
    constexpr std::int64_t kFewBlocks = 1 << 15;  // 4 MiB of coefficients
    if (!reports_.are_of_several_scans || decompress_.arith_code != 0) return;
    const std::int64_t blocks = blocks_of(decompress_);
    const auto bytes = static_cast<std::int64_t>(decompress_.src->bytes_in_buffer);
    if (blocks <= std::max(kFewBlocks, 8 * bytes)) return;
    throw Error(ErrorCode::kCorrupt, ErrorStage::kDecode,
                "the JPEG ends in its first scan: " + std::to_string(bytes) + " bytes are left for " +
                    std::to_string(blocks) + " blocks",
                {.where = "scan 1"});
  }

  [[noreturn]] void fail() const {
    throw Error(code_of(reports_.base.msg_code), ErrorStage::kDecode,
                std::string("the JPEG cannot be decoded: ") + reports_.failure);
  }

  bool open(std::span<const std::uint8_t> encoded) {
    constexpr unsigned kMaxMarkerBytes = 0xFFFF;
    decompress_.err = jpeg_std_error(&reports_.base);
    reports_.base.error_exit = on_error;
    reports_.base.emit_message = on_message;
    if (setjmp(reports_.jump) != 0) return false;
    jpeg_create_decompress(&decompress_);
    jpeg_mem_src(&decompress_, encoded.data(), encoded.size());
    jpeg_save_markers(&decompress_, JPEG_APP0 + 1, kMaxMarkerBytes);
    jpeg_read_header(&decompress_, TRUE);
    reports_.are_of_several_scans = jpeg_has_multiple_scans(&decompress_) != 0;
    progress_.progress_monitor = limit_scans;
    decompress_.progress = &progress_;
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
    reports_.are_of_pixels = true;
    return true;
  }

  bool ends_before_pixels() const {
    constexpr JOCTET kMarker = 0xFF;
    const jpeg_source_mgr& source = *decompress_.src;
    if (source.bytes_in_buffer < 2) return true;
    return source.next_input_byte[0] == kMarker && source.next_input_byte[1] != 0;
  }

  /// Of those that there are data for: below the blocks in which a single scan breaks off, nothing is made up.
  JDIMENSION end_of_rows() const {
    if (reports_.are_of_several_scans || !reports_.is_out_of_data || reports_.damage[0] == '\0') {
      return decompress_.output_height;
    }
    const int rows_of_blocks = 2 * DCTSIZE * decompress_.max_v_samp_factor;
    return std::min(decompress_.output_height, static_cast<JDIMENSION>(reports_.row + rows_of_blocks));
  }

  bool read_rows(std::uint8_t* rows, std::ptrdiff_t stride) {
    if (setjmp(reports_.jump) != 0) return false;
    jpeg_start_decompress(&decompress_);
    while (decompress_.output_scanline < end_of_rows()) {
      JSAMPROW row = rows + static_cast<std::ptrdiff_t>(decompress_.output_scanline) * stride;
      jpeg_read_scanlines(&decompress_, &row, 1);
    }
    return true;
  }

  jpeg_decompress_struct decompress_{};
  jpeg_progress_mgr progress_{};
  Reports reports_{};
};

/// Ink to light, rounded as OpenCV does.
void turn_cmyk_into_rgb(Picture& picture, bool is_inverted) {
  for (std::size_t pixel = 0; pixel < picture.pixels.size(); pixel += 4) {
    const auto light = [&](std::size_t ink) {
      const int value = picture.pixels[pixel + ink];
      return is_inverted ? value : 255 - value;
    };
    const int black = light(3);
    for (std::size_t channel = 0; channel < 3; ++channel) {
      picture.pixels[pixel + channel] = static_cast<std::uint8_t>(black - ((255 - light(channel)) * black >> 8));
    }
  }
}

}  // namespace

Picture decode_jpeg(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  JpegReader reader(encoded);
  check_size(reader.width(), reader.height(), limits);
  const PixelFormat format = reader.is_grey()   ? PixelFormat::kGrey
                             : reader.is_cmyk() ? PixelFormat::kRgba
                                                : PixelFormat::kRgb;
  Picture picture = black_picture(reader.width(), reader.height(), format);
  picture.orientation = reader.orientation();
  reader.read(picture.pixels.data(), picture.stride);
  reader.describe_damage(picture);
  if (reader.is_cmyk()) turn_cmyk_into_rgb(picture, reader.is_inverted());
  return picture;
}

}  // namespace mtcnn::media
