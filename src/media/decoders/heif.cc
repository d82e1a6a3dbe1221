#include <libheif/heif.h>

#include <algorithm>
#include <memory>

#include "media/decoders/decoders.h"

namespace mtcnn::media {
namespace {

void check(const heif_error& error) {
  if (error.code == heif_error_Ok) return;
  std::string reason = error.message;
  while (!reason.empty() && reason.back() == '\n') reason.pop_back();
  throw_corrupt("the HEIF picture cannot be decoded: " + reason);
}

}  // namespace

// libheif turns and mirrors as the container says, which overrules what EXIF data may say: these are not looked at.
Picture decode_heif(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  const std::unique_ptr<heif_context, void (*)(heif_context*)> context(heif_context_alloc(), heif_context_free);
  if (!context) throw std::bad_alloc();
  check(heif_context_read_from_memory_without_copy(context.get(), encoded.data(), encoded.size(), nullptr));

  heif_image_handle* raw_handle = nullptr;
  check(heif_context_get_primary_image_handle(context.get(), &raw_handle));
  const std::unique_ptr<heif_image_handle, void (*)(const heif_image_handle*)> handle(raw_handle,
                                                                                      heif_image_handle_release);
  check_size(static_cast<std::uint64_t>(std::max(0, heif_image_handle_get_width(handle.get()))),
             static_cast<std::uint64_t>(std::max(0, heif_image_handle_get_height(handle.get()))), limits);

  heif_image* raw_image = nullptr;
  check(heif_decode_image(handle.get(), &raw_image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, nullptr));
  const std::unique_ptr<heif_image, void (*)(const heif_image*)> image(raw_image, heif_image_release);

  int stride = 0;
  const std::uint8_t* const rows = heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &stride);
  const int width = heif_image_get_width(image.get(), heif_channel_interleaved);
  const int height = heif_image_get_height(image.get(), heif_channel_interleaved);
  if (rows == nullptr) throw_corrupt("the HEIF picture has no pixels");
  check_size(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height), limits);
  Picture picture = black_picture(width, height, PixelFormat::kRgb);
  for (int row = 0; row < height; ++row) {
    std::copy_n(rows + std::ptrdiff_t{row} * stride, picture.stride, picture.pixels.begin() + row * picture.stride);
  }
  return picture;
}

}  // namespace mtcnn::media
