#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "media/picture.h"

// Encoded pictures, made on the spot by the libraries that write each format.

namespace mtcnn::test {

using Bytes = std::vector<std::uint8_t>;

/// RGB or grey pixels that differ from each other, so that a wrong row, column or channel shows.
media::Picture pattern(int width, int height, PixelFormat format = PixelFormat::kRgb);

struct PngOptions {
  int bits = 8;  ///< 16 puts the pixel's value into the high byte and another into the low one
  bool alpha = false;
  bool palette = false;
  bool interlaced = false;
  Bytes exif = {};  ///< TIFF structure for an eXIf chunk; none where it is empty
};
Bytes encode_png(const media::Picture& picture, const PngOptions& options = {});

struct JpegOptions {
  int quality = 95;
  bool progressive = false;
  bool cmyk = false;
  Bytes exif = {};  ///< TIFF structure for an APP1 segment; none where it is empty
};
Bytes encode_jpeg(const media::Picture& picture, const JpegOptions& options = {});

Bytes encode_webp(const media::Picture& picture, bool lossless, const Bytes& exif = {});
Bytes encode_webp_animation(const media::Picture& first, const media::Picture& second);
Bytes encode_avif(const media::Picture& picture);

// Formats that are simple enough to write by hand.
Bytes encode_bmp(const media::Picture& picture);
Bytes encode_ppm(const media::Picture& picture);
Bytes encode_tiff(const media::Picture& picture, int orientation);

/// A TIFF structure that holds nothing but an orientation, as EXIF data do. `little_endian` chooses its byte order.
Bytes exif_with_orientation(int orientation, bool little_endian = true);

/// A header of a PNG that claims to be so large, and hardly anything behind it.
Bytes png_claiming(std::uint32_t width, std::uint32_t height);

}  // namespace mtcnn::test
