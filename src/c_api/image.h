#pragma once

#include "mtcnn/image_view.h"
#include "mtcnn/mtcnn.h"

namespace mtcnn {

/// The same view in C++. What makes no sense in the image makes none in the view, which `Detector::detect` refuses.
ImageView image_view(const mtcnn_image& image);

}  // namespace mtcnn
