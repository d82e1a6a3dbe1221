#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "media/zeroed_bytes.h"
#include "mtcnn/image_view.h"

namespace mtcnn::media {

/// What a picture, or a frame of a clip, may claim of itself before a decoder sees it.
struct PictureLimits {
  std::int64_t max_pixels = std::int64_t{1} << 27;
  std::int64_t max_side = 32768;  ///< pixels of width or height; an ImageView has no more
};

/// One decoded picture, as its decoder left it: the stored rows, to be turned for display by whoever reads them.
struct Picture {
  ZeroedBytes pixels;
  std::ptrdiff_t stride = 0;
  int width = 0;   ///< as stored
  int height = 0;  ///< as stored
  PixelFormat format = PixelFormat::kBgr;
  Orientation orientation = Orientation::kUpright;

  /// Empty where the whole picture was decoded; otherwise what is missing or damaged, as a sentence.
  std::string damage;
  std::string damage_place;  ///< where that begins, as far as it is known: "row 12 of 480"

  ImageView view() const { return {pixels.data(), stride, width, height, format, orientation}; }
};

/// Decodes one picture; which format it is in is told by its bytes alone. A picture that breaks off or is damaged
/// half way comes back with what there is, and with its `damage`. Throws Error: kEmpty, kUnsupported (no format that
/// is read), kLimit (larger than allowed, which is found before a decoder sees it), kCorrupt (nothing could be
/// decoded), kOutOfMemory; and std::bad_alloc.
Picture decode_picture(std::span<const std::uint8_t> encoded, const PictureLimits& limits = {});

/// The same of a picture that has a name: errors begin with it.
Picture decode_picture(std::span<const std::uint8_t> encoded, const PictureLimits& limits, const std::string& name);

/// True where the first bytes are those of a picture format that `decode_picture` reads.
bool looks_like_picture(std::span<const std::uint8_t> encoded);

}  // namespace mtcnn::media
