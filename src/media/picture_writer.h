#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "raster/canvas.h"

namespace mtcnn::media {

/// Encode a picture; throw Error (kLimit, stage kWrite) where the format has no room for it.
std::vector<std::uint8_t> encode_png(const raster::Canvas& canvas);
std::vector<std::uint8_t> encode_jpeg(const raster::Canvas& canvas);

/// True for a path that ends in .png, .jpg or .jpeg.
bool is_writable_picture_name(const std::string& path);

/// Writes the picture as what its name says: JPEG for .jpg and .jpeg, PNG for any other. Throws what `write_file`
/// throws, and what encoding does.
void write_picture(const raster::Canvas& canvas, const std::string& path);

}  // namespace mtcnn::media
