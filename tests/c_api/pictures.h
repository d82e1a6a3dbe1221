#pragma once

#include <stdint.h>

#include "mtcnn/mtcnn.h"

/// Rows of red, green and blue without a gap.
struct picture {
  int width;
  int height;
  uint8_t* pixels;
};

/// The picture of the astronaut, 512x512; the caller frees its pixels.
struct picture astronaut(void);

/// A black picture; the caller frees its pixels.
struct picture black(int width, int height);

/// All of a picture. It must outlive the image.
mtcnn_image image_of(const struct picture* picture);
