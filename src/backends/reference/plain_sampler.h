#pragma once

#include "backends/reference/convolution.h"
#include "image/sampling.h"
#include "mtcnn/image_view.h"

namespace mtcnn::reference {

/// The output pixels that are wanted: rows first_row .. first_row + rows - 1 of an output of height x width.
struct OutputRows {
  int width = 0;
  int height = 0;
  int first_row = 0;
  int rows = 0;
};

/// Samples a region of a picture: normalised RGB, (value - 127.5) / 128, as a map of (rows, width, 3).
Map sample(const ImageView& view, const Region& region, const Sampling& sampling, const OutputRows& output);

}  // namespace mtcnn::reference
