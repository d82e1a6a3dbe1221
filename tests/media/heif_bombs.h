#pragma once

#include <vector>

#include "media/sample_pictures.h"

namespace mtcnn::test {

/// HEIF files of nothing but boxes: nested, without number, and pictures that are made of themselves.
std::vector<EncodedPicture> heif_bombs();

}  // namespace mtcnn::test
