#pragma once

#include <cstdint>
#include <span>

#include "mtcnn/face.h"
#include "mtcnn/image_view.h"
#include "raster/canvas.h"

namespace mtcnn::media {

/// A copy of the image, turned for display, on which every face has its box, its landmarks and its score; also the id
/// of its track, by which it then gets its colour, where `track_ids` has one for each face. Lines, dots and letters
/// grow with the picture, and are kept small where a face is. Throws Error (stage kWrite): kLimit where the picture is
/// too large to be drawn on, and what `raster::make_canvas` throws.
raster::Canvas annotate(const ImageView& image, std::span<const Face> faces,
                        std::span<const std::int64_t> track_ids = {});

}  // namespace mtcnn::media
