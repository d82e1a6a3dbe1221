#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "media/picture.h"

namespace mtcnn::media {

// One decoder a library. Each throws Error (stage kDecode), and says what is missing of a damaged picture in `damage`.
// The size that the header claims was checked before all of them but the last, which checks it by itself.

Picture decode_jpeg(std::span<const std::uint8_t> encoded, const PictureLimits& limits);
Picture decode_png(std::span<const std::uint8_t> encoded, const PictureLimits& limits);
Picture decode_webp(std::span<const std::uint8_t> encoded, const PictureLimits& limits);
Picture decode_heif(std::span<const std::uint8_t> encoded, const PictureLimits& limits);
Picture decode_with_ffmpeg(std::span<const std::uint8_t> encoded, const PictureLimits& limits);

/// True where the first bytes are those of a picture that `decode_with_ffmpeg` reads.
bool ffmpeg_knows_picture(std::span<const std::uint8_t> encoded);

// What decoders share.

/// Throws Error (kLimit or kCorrupt) unless a picture of this size may be decoded.
void check_size(std::int64_t width, std::int64_t height, const PictureLimits& limits);

/// A black picture of a size that has been checked. Its rows begin at multiples of `alignment` bytes.
Picture black_picture(int width, int height, PixelFormat format, int alignment = 1);

[[noreturn]] void throw_corrupt(const std::string& reason);
[[noreturn]] void throw_unsupported(const std::string& reason);

/// Notes that the picture breaks off after so many rows: "row 12 of 480". What is known of the reason follows.
void note_break(Picture& picture, int rows, const std::string& reason = {});

}  // namespace mtcnn::media
