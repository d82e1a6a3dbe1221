#pragma once

#include <optional>

#include "media/headers/byte_reader.h"
#include "media/headers/picture_header.h"

namespace mtcnn::media {

/// Where the coded pictures of a HEIF file lie: what the boxes of these names hold, none of it where there is no such.
struct HeifItems {
  ByteReader locations{{}};   ///< iloc
  ByteReader data{{}};        ///< idat
  ByteReader properties{{}};  ///< ipco
};

/// The largest size that a coded picture says of itself, which its decoder goes by, whatever the boxes say. Throws
/// Error (kLimit) where the pictures have more bytes together than the file.
std::optional<PictureSize> size_of_coded_items(const ByteReader& file, const HeifItems& items);

}  // namespace mtcnn::media
