#pragma once

#include <array>

#include "mtcnn/face.h"
#include "mtcnn/image_view.h"
#include "raster/canvas.h"

namespace mtcnn::raster {

/// How faces are cut out for a network that recognises them.
struct CropShape {
  int side = 112;     ///< of the crop, in pixels
  double margin = 0;  ///< further picture on each side, in sides of a crop without
};

/// The face, turned, scaled and moved so that its landmarks come as near as can be to where ArcFace expects them: a
/// similarity transform, fitted by least squares (Umeyama, 1991), and bilinear sampling. What lies beyond the picture
/// is black. `image` must have been checked. Throws Error (kInvalidArgument, stage kWrite) for landmarks that are all
/// at one place.
Canvas crop_face(const ImageView& image, const std::array<Point, kLandmarkCount>& landmarks, const CropShape& shape);

}  // namespace mtcnn::raster
