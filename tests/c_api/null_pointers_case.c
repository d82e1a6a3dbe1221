// NULL is an error that names the argument, or nothing at all; it never ends the program.

#include "check.h"
#include "pictures.h"

#define CHECK_NULL_REFUSED(call, name) CHECK_FAILS(call, MTCNN_ERROR_INVALID_ARGUMENT, name " is NULL")

int null_pointers_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;

  CHECK(strcmp(mtcnn_last_error(), "") == 0);

  CHECK_NULL_REFUSED(mtcnn_options_init(NULL, sizeof(mtcnn_options)), "options");
  CHECK_NULL_REFUSED(mtcnn_detector_create(NULL, NULL), "detector");
  CHECK_NULL_REFUSED(mtcnn_results_create(NULL), "results");

  mtcnn_detector* detector = NULL;
  mtcnn_results* results = NULL;
  CHECK(mtcnn_detector_create(NULL, &detector) == MTCNN_OK);
  CHECK(mtcnn_results_create(&results) == MTCNN_OK);
  struct picture picture = black(80, 80);
  const mtcnn_image image = image_of(&picture);
  CHECK_NULL_REFUSED(mtcnn_detect(NULL, &image, 1, results), "detector");
  CHECK_NULL_REFUSED(mtcnn_detect(detector, NULL, 1, results), "images");
  CHECK_NULL_REFUSED(mtcnn_detect(detector, &image, 1, NULL), "results");

  CHECK(mtcnn_detect(detector, &image, 1, results) == MTCNN_OK);
  const mtcnn_face* faces = NULL;
  size_t count = 0;
  CHECK_NULL_REFUSED(mtcnn_results_faces(NULL, 0, &faces, &count), "results");
  CHECK_NULL_REFUSED(mtcnn_results_faces(results, 0, NULL, &count), "faces");
  CHECK_NULL_REFUSED(mtcnn_results_faces(results, 0, &faces, NULL), "face_count");
  CHECK(mtcnn_results_image_count(NULL) == 0);
  CHECK(mtcnn_detector_backend(NULL) == NULL);

  mtcnn_results_destroy(NULL);
  mtcnn_detector_destroy(NULL);

  free(picture.pixels);
  mtcnn_results_destroy(results);
  mtcnn_detector_destroy(detector);
  return 0;
}
