// Weights from memory, and bytes that are none.

#include "check.h"
#include "pictures.h"

struct bytes {
  unsigned char* data;
  size_t size;
};

static struct bytes read_weights(void) {
  FILE* const file = fopen(MTCNN_WEIGHTS_FILE, "rb");
  CHECK(file != NULL);
  CHECK(fseek(file, 0, SEEK_END) == 0);
  struct bytes bytes = {.size = (size_t)ftell(file)};
  bytes.data = malloc(bytes.size);
  rewind(file);
  CHECK(bytes.data != NULL && fread(bytes.data, 1, bytes.size, file) == bytes.size);
  fclose(file);
  return bytes;
}

static mtcnn_face face_found_with(const mtcnn_detector* detector, const mtcnn_image* image) {
  mtcnn_results* results = NULL;
  CHECK(mtcnn_results_create(&results) == MTCNN_OK);
  CHECK(mtcnn_detect(detector, image, 1, results) == MTCNN_OK);
  const mtcnn_face* faces = NULL;
  size_t count = 0;
  CHECK(mtcnn_results_faces(results, 0, &faces, &count) == MTCNN_OK);
  CHECK(count == 1);
  const mtcnn_face face = faces[0];
  mtcnn_results_destroy(results);
  return face;
}

int weights_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;

  struct bytes weights = read_weights();
  mtcnn_options options;
  CHECK(mtcnn_options_init(&options, sizeof options) == MTCNN_OK);
  options.weights = weights.data;
  options.weights_size = weights.size;
  mtcnn_detector* given = NULL;
  mtcnn_detector* embedded = NULL;
  CHECK(mtcnn_detector_create(&options, &given) == MTCNN_OK);
  CHECK(mtcnn_detector_create(NULL, &embedded) == MTCNN_OK);

  mtcnn_detector* none = NULL;
  weights.data[weights.size - 1] ^= 1;
  CHECK_FAILS(mtcnn_detector_create(&options, &none), MTCNN_ERROR_CORRUPT, "the given weights: ");
  options.weights_size = 100;
  CHECK_FAILS(mtcnn_detector_create(&options, &none), MTCNN_ERROR_CORRUPT, "the given weights: ");
  options.weights_size = 0;
  CHECK_FAILS(mtcnn_detector_create(&options, &none), MTCNN_ERROR_EMPTY, "the given weights: ");
  CHECK(none == NULL);

  // The detector has what it needs of the bytes.
  free(weights.data);
  struct picture picture = astronaut();
  const mtcnn_image image = image_of(&picture);
  const mtcnn_face first = face_found_with(given, &image);
  const mtcnn_face second = face_found_with(embedded, &image);
  CHECK(memcmp(&first, &second, sizeof first) == 0);

  free(picture.pixels);
  mtcnn_detector_destroy(embedded);
  mtcnn_detector_destroy(given);
  return 0;
}
