#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <new>

#include "media/decoders/decoders.h"
#include "media/exif.h"

namespace mtcnn::media {
namespace {

/// libpng reports errors by a call that must not return, so each function of this class that calls libpng and may fail
/// is the target of a jump, and holds nothing that would have to be destroyed.
class PngReader {
 public:
  explicit PngReader(std::span<const std::uint8_t> encoded) : unread_(encoded) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
    info_ = png_ != nullptr ? png_create_info_struct(png_) : nullptr;
    if (info_ == nullptr || !open()) {
      png_destroy_read_struct(&png_, &info_, nullptr);
      if (message_[0] == '\0') throw std::bad_alloc();
      fail();
    }
  }
  ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  std::int64_t width() const { return png_get_image_width(png_, info_); }
  std::int64_t height() const { return png_get_image_height(png_, info_); }
  bool is_grey() const { return (png_get_color_type(png_, info_) & PNG_COLOR_MASK_COLOR) == 0; }

  /// Fills the rows from the top, or in the passes of an interlaced picture. What stops it is in damage().
  void read(std::uint8_t* rows, std::ptrdiff_t stride) {
    if (!read_rows(rows, stride) && passes_done_ == 0 && rows_done_ == 0) fail();
  }

  /// May come behind the pixels.
  Orientation orientation() const {
    png_uint_32 bytes = 0;
    png_bytep exif = nullptr;
    if (png_get_eXIf_1(png_, info_, &bytes, &exif) == 0) return Orientation::kUpright;
    return exif_orientation({exif, bytes});
  }

  std::string damage() const {
    if (passes_done_ == passes_) return {};
    const std::string where = passes_ == 1 ? breaks_off(rows_done_, static_cast<int>(height()))
                                           : "the picture breaks off in pass " + std::to_string(passes_done_ + 1) +
                                                 " of " + std::to_string(passes_);
    return where + ": " + message_;
  }

 private:
  static void on_error(png_structp png, png_const_charp message) {
    auto* const reader = static_cast<PngReader*>(png_get_error_ptr(png));
    std::strncpy(reader->message_, message, sizeof reader->message_ - 1);
    std::longjmp(reader->jump_, 1);
  }

  static void on_warning(png_structp, png_const_charp) {}

  static void on_read(png_structp png, png_bytep bytes, std::size_t count) {
    auto* const reader = static_cast<PngReader*>(png_get_io_ptr(png));
    if (count > reader->unread_.size()) png_error(png, "the file ends");
    std::copy_n(reader->unread_.begin(), count, bytes);
    reader->unread_ = reader->unread_.subspan(count);
  }

  [[noreturn]] void fail() const { throw_corrupt(std::string("the PNG cannot be decoded: ") + message_); }

  bool open() {
    if (setjmp(jump_) != 0) return false;
    png_set_read_fn(png_, this, on_read);
    // The sizes are checked against our own limits, before anything of that size is allocated.
    png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    // Compressed bytes are read in pieces of this size, and of a piece that breaks off nothing is used.
    constexpr std::size_t kPieceBytes = 512;
    png_set_compression_buffer_size(png_, kPieceBytes);
    png_read_info(png_, info_);
    return true;
  }

  bool read_rows(std::uint8_t* rows, std::ptrdiff_t stride) {
    if (setjmp(jump_) != 0) return false;
    png_set_expand(png_);
    png_set_strip_16(png_);
    png_set_strip_alpha(png_);
    passes_ = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    const auto height = static_cast<int>(png_get_image_height(png_, info_));
    for (passes_done_ = 0; passes_done_ < passes_; ++passes_done_) {
      for (rows_done_ = 0; rows_done_ < height; ++rows_done_) {
        // As a row to be displayed: a pixel of an early pass also fills the place of those that come later.
        png_read_row(png_, nullptr, rows + rows_done_ * stride);
      }
    }
    png_read_end(png_, info_);  // for the orientation; what is wrong there does not concern the pixels
    return true;
  }

  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::span<const std::uint8_t> unread_;
  std::jmp_buf jump_{};
  char message_[256] = {};
  int passes_ = 1;
  int passes_done_ = 0;
  int rows_done_ = 0;  ///< of the pass that comes next
};

}  // namespace

Picture decode_png(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  PngReader reader(encoded);
  check_size(reader.width(), reader.height(), limits);
  Picture picture = black_picture(static_cast<int>(reader.width()), static_cast<int>(reader.height()),
                                  reader.is_grey() ? PixelFormat::kGrey : PixelFormat::kRgb);
  reader.read(picture.pixels.data(), picture.stride);
  picture.orientation = reader.orientation();
  picture.damage = reader.damage();
  return picture;
}

}  // namespace mtcnn::media
