#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "media/picture.h"

// Pictures, and formats that are simple enough to be written by hand.

namespace mtcnn::test {

using Bytes = std::vector<std::uint8_t>;

/// RGB or grey pixels that differ from each other, so that a wrong row, column or channel shows.
media::Picture pattern(int width, int height, PixelFormat format = PixelFormat::kRgb);

/// The same without jumps, for formats with loss.
media::Picture smooth_pattern(int width, int height);

/// Red, green and blue of each pixel as stored, whatever the picture's layout.
Bytes rgb_of(const media::Picture& picture);

Bytes encode_bmp(const media::Picture& picture);
Bytes encode_gif(const media::Picture& grey);  ///< with the 128 greys of even value
Bytes encode_ppm(const media::Picture& picture);
Bytes encode_ppm_of_16_bits(const media::Picture& picture);  ///< the value is the higher byte
Bytes encode_qoi(const media::Picture& picture);
Bytes encode_sgi_of_16_bits(const media::Picture& picture);  ///< the value is the higher byte
Bytes encode_targa(const media::Picture& picture);

struct TiffOptions {
  int orientation = 1;
  int compression = 1;          ///< what the file says; the pixels are never compressed
  bool directory_last = false;  ///< behind the pixels
};
Bytes encode_tiff(const media::Picture& picture, const TiffOptions& options = {});

/// A TIFF structure that holds nothing but an orientation, as EXIF data do.
Bytes exif_with_orientation(int orientation, bool little_endian = true);

/// The bytes of a text, with whatever zeros it holds.
Bytes bytes_of(std::string_view text);

/// A PNG chunk with its length and checksum.
Bytes png_chunk(std::string_view type, const Bytes& data);

/// A PNG that claims to be so large, with hardly anything behind its header.
Bytes png_claiming(std::uint32_t width, std::uint32_t height);

}  // namespace mtcnn::test
