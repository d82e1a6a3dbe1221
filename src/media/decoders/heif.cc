#include <libheif/heif.h>

#include <algorithm>
#include <memory>
#include <new>

#include "media/decoders/decoders.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

using Context = std::unique_ptr<heif_context, decltype(&heif_context_free)>;
using Handle = std::unique_ptr<const heif_image_handle, decltype(&heif_image_handle_release)>;
using Options = std::unique_ptr<heif_decoding_options, decltype(&heif_decoding_options_free)>;
using Image = std::unique_ptr<const heif_image, decltype(&heif_image_release)>;

ErrorCode code_of(const heif_error& error) {
  if (error.subcode == heif_suberror_Security_limit_exceeded) return ErrorCode::kLimit;
  switch (error.code) {
    case heif_error_Unsupported_filetype:
    case heif_error_Unsupported_feature:
      return ErrorCode::kUnsupported;
    case heif_error_Memory_allocation_error:
      return ErrorCode::kOutOfMemory;
    default:
      return ErrorCode::kCorrupt;
  }
}

void check(const heif_error& error) {
  if (error.code == heif_error_Ok) return;
  std::string reason = error.message;
  while (reason.ends_with('\n')) reason.pop_back();
  throw Error(code_of(error), ErrorStage::kDecode, "the HEIF picture cannot be decoded: " + reason);
}

Handle primary_picture(heif_context& context) {
  heif_image_handle* handle = nullptr;
  check(heif_context_get_primary_image_handle(&context, &handle));
  return {handle, &heif_image_handle_release};
}

/// Turned and mirrored as the container says.
Image decode(const heif_image_handle& handle) {
  const Options options(heif_decoding_options_alloc(), &heif_decoding_options_free);
  if (!options) throw std::bad_alloc();
  // The other decoder of AV1 that libheif may have, dav1d, prints what it finds wrong.
  options->decoder_id = "aom";
  heif_image* image = nullptr;
  check(heif_decode_image(&handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, options.get()));
  return {image, &heif_image_release};
}

}  // namespace

// What EXIF data may say of an orientation is not looked at: the container's own word overrules it.
Picture decode_heif(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  const Context context(heif_context_alloc(), &heif_context_free);
  if (!context) throw std::bad_alloc();
  check(heif_context_read_from_memory_without_copy(context.get(), encoded.data(), encoded.size(), nullptr));
  const Handle handle = primary_picture(*context);

  // The size of what is decoded, of which a part may then be cut out.
  const int decoded_width = heif_image_handle_get_ispe_width(handle.get());
  const int decoded_height = heif_image_handle_get_ispe_height(handle.get());
  check_size(decoded_width, decoded_height, limits);
  // A grid of tiles says once more how large it is.
  heif_context_set_maximum_image_size_limit(context.get(), std::max(decoded_width, decoded_height) + 1);

  const Image image = decode(*handle);
  const int width = heif_image_get_width(image.get(), heif_channel_interleaved);
  const int height = heif_image_get_height(image.get(), heif_channel_interleaved);
  check_size(width, height, limits);
  int stride = 0;
  const std::uint8_t* const rows = heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &stride);
  Picture picture = black_picture(width, height, PixelFormat::kRgb);
  for (int row = 0; row < height; ++row) {
    std::copy_n(rows + std::ptrdiff_t{row} * stride, picture.stride, picture.pixels.begin() + row * picture.stride);
  }
  return picture;
}

}  // namespace mtcnn::media
