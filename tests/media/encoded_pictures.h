#pragma once

#include <vector>

#include "media/hand_made_pictures.h"
#include "media/picture.h"

// Encoded pictures, made on the spot by the libraries that write each format.

namespace mtcnn::test {

struct PngOptions {
  int bits = 8;  ///< below 8, the highest of each value are kept; of 16, the value is the higher byte
  bool alpha = false;
  bool palette = false;
  bool interlaced = false;
  Bytes exif = {};  ///< TIFF structure for an eXIf chunk; none where it is empty
};
Bytes encode_png(const media::Picture& picture, const PngOptions& options = {});

struct JpegOptions {
  bool progressive = false;
  bool cmyk = false;
  std::vector<Bytes> app1 = {};  ///< segments of that kind
};
Bytes encode_jpeg(const media::Picture& picture, const JpegOptions& options = {});

Bytes encode_webp(const media::Picture& picture, bool lossless, const Bytes& exif = {});
Bytes encode_webp_animation(const media::Picture& first, const media::Picture& second);

/// An animation whose only frame covers a part of it.
Bytes encode_webp_animation_with_offset(const media::Picture& frame, int x, int y, int width, int height);

Bytes encode_avif(const media::Picture& picture, Orientation orientation = Orientation::kUpright);

}  // namespace mtcnn::test
