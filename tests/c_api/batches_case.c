// An image's faces do not depend on the others of the call, nor on what the results were used for before.

#include "check.h"
#include "pictures.h"

static void check_faces(const mtcnn_results* results, size_t image, const mtcnn_face* expected, size_t expected_count) {
  const mtcnn_face* faces = NULL;
  size_t count = 0;
  CHECK(mtcnn_results_faces(results, image, &faces, &count) == MTCNN_OK);
  CHECK(count == expected_count);
  CHECK(count == 0 || memcmp(faces, expected, count * sizeof *faces) == 0);
}

/// The same pixels as planes of red, green and blue; the caller frees them.
static uint8_t* planes_of(const struct picture* picture) {
  const size_t count = (size_t)picture->width * (size_t)picture->height;
  uint8_t* planes = malloc(3 * count);
  CHECK(planes != NULL);
  for (size_t byte = 0; byte < 3 * count; ++byte) planes[byte % 3 * count + byte / 3] = picture->pixels[byte];
  return planes;
}

int batches_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;

  mtcnn_detector* detector = NULL;
  mtcnn_results* results = NULL;
  CHECK(mtcnn_detector_create(NULL, &detector) == MTCNN_OK);
  CHECK(mtcnn_results_create(&results) == MTCNN_OK);

  struct picture portrait = astronaut();
  struct picture nothing = black(200, 100);
  uint8_t* const planes = planes_of(&portrait);
  mtcnn_image in_planes = image_of(&portrait);
  in_planes.data = planes;
  in_planes.stride = portrait.width;
  in_planes.pixel_stride = 1;
  in_planes.colour_stride = (ptrdiff_t)portrait.width * portrait.height;
  const mtcnn_image images[] = {image_of(&portrait), image_of(&nothing), in_planes};

  CHECK(mtcnn_detect(detector, images, 1, results) == MTCNN_OK);
  const mtcnn_face* faces = NULL;
  size_t count = 0;
  CHECK(mtcnn_results_faces(results, 0, &faces, &count) == MTCNN_OK);
  CHECK(count == 1);
  const mtcnn_face face = faces[0];

  CHECK(mtcnn_detect(detector, images, 3, results) == MTCNN_OK);
  CHECK(mtcnn_results_image_count(results) == 3);
  check_faces(results, 0, &face, 1);
  check_faces(results, 1, NULL, 0);
  check_faces(results, 2, &face, 1);

  CHECK(mtcnn_detect(detector, images + 1, 2, results) == MTCNN_OK);
  CHECK(mtcnn_results_image_count(results) == 2);
  check_faces(results, 0, NULL, 0);
  check_faces(results, 1, &face, 1);

  CHECK(mtcnn_detect(detector, NULL, 0, results) == MTCNN_OK);
  CHECK(mtcnn_results_image_count(results) == 0);

  free(planes);
  free(nothing.pixels);
  free(portrait.pixels);
  mtcnn_results_destroy(results);
  mtcnn_detector_destroy(detector);
  return 0;
}
