#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <new>

#include "media/decoders/decoders.h"
#include "media/exif.h"
#include "media/headers/byte_reader.h"

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

  /// Fills the rows from the top, or in the passes of an interlaced picture. `describe_damage` tells what stops it.
  void read(std::uint8_t* rows, std::ptrdiff_t stride) {
    if (!read_rows(rows, stride) && passes_done_ == 0 && rows_done_ == 0) fail();
  }

  void describe_damage(Picture& picture) const {
    if (passes_done_ == passes_) return;
    if (bytes_behind_ > kMostBytesBehind) {
      picture.damage_place = "row " + std::to_string(height()) + " of " + std::to_string(height());
      picture.damage = "behind " + picture.damage_place + " there are more pixels, for which the picture has no room";
      return;
    }
    if (passes_ == 1) return note_break(picture, rows_done_, message_);
    picture.damage_place = "pass " + std::to_string(passes_done_ + 1) + " of " + std::to_string(passes_);
    picture.damage = "the picture breaks off in " + picture.damage_place + ": " + message_;
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
    if (reader->has_all_pixels_) reader->bytes_behind_ += count;
    if (reader->bytes_behind_ > kMostBytesBehind) png_error(png, "there are more pixels than there is room for");
    std::copy_n(reader->unread_.begin(), count, bytes);
    reader->unread_ = reader->unread_.subspan(count);
  }

  /// Called with each row before it is handed over.
  static void on_row(png_structp png, png_row_infop /*row*/, png_bytep /*pixels*/) {
    auto* const reader = static_cast<PngReader*>(png_get_user_transform_ptr(png));
    const std::int64_t row = png_get_current_row_number(png);
    const bool is_interlaced = reader->passes_ > 1;
    // The last pass of an interlaced picture has every other row.
    const std::int64_t last_row = is_interlaced ? reader->height() / 2 * 2 - 1 : reader->height() - 1;
    if (row == last_row && reader->passes_done_ == reader->passes_ - 1) reader->has_all_pixels_ = true;
  }

  [[noreturn]] void fail() const { throw_corrupt(std::string("the PNG cannot be decoded: ") + message_); }

  bool open() {
    if (setjmp(jump_) != 0) return false;
    png_set_read_fn(png_, this, on_read);
    // The sizes are checked against our own limits, before anything of that size is allocated.
    png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    ignore_what_is_not_used();
    // Compressed bytes are read in pieces of this size, and of a piece that breaks off nothing is used.
    constexpr std::size_t kPieceBytes = 512;
    png_set_compression_buffer_size(png_, kPieceBytes);
    png_read_info(png_, info_);
    return true;
  }

  /// Texts and colour profiles, some of them compressed, may be far larger than the picture. They are passed over.
  void ignore_what_is_not_used() {
    constexpr int kAllAncillary = -1;
    constexpr png_byte kUsed[] = "tRNS";
    constexpr png_alloc_size_t kMostChunkBytes = 1 << 20;
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, kAllAncillary);
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_AS_DEFAULT, kUsed, 1);
    png_set_chunk_malloc_max(png_, kMostChunkBytes);
  }

  bool read_rows(std::uint8_t* rows, std::ptrdiff_t stride) {
    if (setjmp(jump_) != 0) return false;
    png_set_expand(png_);
    png_set_strip_16(png_);
    png_set_strip_alpha(png_);
    passes_ = png_set_interlace_handling(png_);
    png_set_read_user_transform_fn(png_, on_row);
    png_set_user_transform_info(png_, this, 0, 0);
    png_read_update_info(png_, info_);
    const auto height = static_cast<int>(png_get_image_height(png_, info_));
    for (passes_done_ = 0; passes_done_ < passes_; ++passes_done_) {
      for (rows_done_ = 0; rows_done_ < height; ++rows_done_) {
        // As a row to be displayed: a pixel of an early pass also fills the place of those that come later.
        png_read_row(png_, nullptr, rows + rows_done_ * stride);
      }
    }
    return true;
  }

  // Of compressed pixels behind the last one: encoders may end in some empty blocks.
  static constexpr std::size_t kMostBytesBehind = 1024;

  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::span<const std::uint8_t> unread_;
  std::jmp_buf jump_{};
  char message_[256] = {};
  int passes_ = 1;
  int passes_done_ = 0;
  int rows_done_ = 0;  ///< of the pass that comes next
  bool has_all_pixels_ = false;
  std::size_t bytes_behind_ = 0;  ///< that were read since then
};

/// As the chunk eXIf says, before or behind the pixels; an EXIF structure that is damaged says nothing.
Orientation orientation_of(std::span<const std::uint8_t> encoded) {
  constexpr std::uint64_t kSignatureBytes = 8;
  constexpr std::uint64_t kTypeBytes = 4;
  constexpr std::uint64_t kChunkBytes = 12;  // without the data: length, type, checksum
  const ByteReader file(encoded);
  std::uint64_t offset = kSignatureBytes;
  while (const std::optional<std::uint32_t> length = file.number32(offset)) {
    if (file.has(offset + 4, "eXIf")) {
      const std::optional<std::uint32_t> checksum = file.number32(offset + 8 + *length);
      if (!checksum) return Orientation::kUpright;
      const std::span<const std::uint8_t> checked = encoded.subspan(offset + 4, kTypeBytes + *length);
      if (::crc32_z(0, checked.data(), checked.size()) != *checksum) return Orientation::kUpright;
      return exif_orientation(checked.subspan(kTypeBytes));
    }
    offset += kChunkBytes + *length;
  }
  return Orientation::kUpright;
}

}  // namespace

Picture decode_png(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  PngReader reader(encoded);
  check_size(reader.width(), reader.height(), limits);
  Picture picture = black_picture(static_cast<int>(reader.width()), static_cast<int>(reader.height()),
                                  reader.is_grey() ? PixelFormat::kGrey : PixelFormat::kRgb);
  reader.read(picture.pixels.data(), picture.stride);
  picture.orientation = orientation_of(encoded);
  reader.describe_damage(picture);
  return picture;
}

}  // namespace mtcnn::media
