#include "pictures.h"

#include <png.h>

#include "check.h"

struct picture astronaut(void) {
  png_image file = {.version = PNG_IMAGE_VERSION};
  CHECK(png_image_begin_read_from_file(&file, MTCNN_PICTURES "/astronaut.png"));
  file.format = PNG_FORMAT_RGB;
  struct picture picture = {
      .width = (int)file.width, .height = (int)file.height, .pixels = malloc(PNG_IMAGE_SIZE(file))};
  CHECK(png_image_finish_read(&file, NULL, picture.pixels, 0, NULL));
  return picture;
}

struct picture black(int width, int height) {
  struct picture picture = {.width = width, .height = height, .pixels = calloc((size_t)width * (size_t)height, 3)};
  CHECK(picture.pixels != NULL);
  return picture;
}

mtcnn_image image_of(const struct picture* picture) {
  mtcnn_image image = {.data = picture->pixels,
                       .stride = (ptrdiff_t)3 * picture->width,
                       .width = picture->width,
                       .height = picture->height,
                       .format = MTCNN_FORMAT_RGB};
  return image;
}
