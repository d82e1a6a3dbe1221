#pragma once

#include <span>
#include <string>
#include <vector>

#include "media/input.h"
#include "raster/face_crop.h"

namespace mtcnn::cli {

/// The folder for the crops of each input, in their order: below `folder`, with the path that the input has in the
/// folder that was walked; of equal ones the second gets "-2" before its extension, and so on.
std::vector<std::string> plan_crops(const std::string& folder, std::span<const media::Input> inputs);

/// Throws Error (stage kOptions) that names the option that is out of its range.
void check_crop_shape(const raster::CropShape& shape);

/// "000017_2.png" for the third face of frame 17 of a clip, "2.png" for that of a picture.
std::string crop_name(const media::Record& record, std::size_t face);

}  // namespace mtcnn::cli
