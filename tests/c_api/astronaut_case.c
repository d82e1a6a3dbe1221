// One face is found, where it is, with its landmarks where they belong.

#include "check.h"
#include "pictures.h"

static int is_near(float value, float expected) { return value > expected - 2 && value < expected + 2; }

int astronaut_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;

  mtcnn_detector* detector = NULL;
  mtcnn_results* results = NULL;
  CHECK(mtcnn_detector_create(NULL, &detector) == MTCNN_OK);
  CHECK(mtcnn_results_create(&results) == MTCNN_OK);
  CHECK(strlen(mtcnn_detector_backend(detector)) > 0);
  CHECK(mtcnn_results_image_count(results) == 0);

  struct picture picture = astronaut();
  const mtcnn_image image = image_of(&picture);
  CHECK(mtcnn_detect(detector, &image, 1, results) == MTCNN_OK);
  CHECK(mtcnn_results_image_count(results) == 1);

  const mtcnn_face* face = NULL;
  size_t count = 0;
  CHECK(mtcnn_results_faces(results, 0, &face, &count) == MTCNN_OK);
  CHECK(count == 1);
  CHECK(face->score > 0.99F && face->score <= 1);
  CHECK(is_near(face->box.x, 179) && is_near(face->box.y, 87));
  CHECK(is_near(face->box.width, 92) && is_near(face->box.height, 91));
  const mtcnn_point* const points = face->landmarks;
  CHECK(is_near(points[MTCNN_LANDMARK_LEFT_EYE].x, 205) && is_near(points[MTCNN_LANDMARK_LEFT_EYE].y, 102));
  CHECK(is_near(points[MTCNN_LANDMARK_RIGHT_EYE].x, 247) && is_near(points[MTCNN_LANDMARK_RIGHT_EYE].y, 104));
  CHECK(is_near(points[MTCNN_LANDMARK_NOSE].x, 226) && is_near(points[MTCNN_LANDMARK_NOSE].y, 129));
  CHECK(is_near(points[MTCNN_LANDMARK_LEFT_MOUTH].x, 202) && is_near(points[MTCNN_LANDMARK_LEFT_MOUTH].y, 140));
  CHECK(is_near(points[MTCNN_LANDMARK_RIGHT_MOUTH].x, 246) && is_near(points[MTCNN_LANDMARK_RIGHT_MOUTH].y, 142));

  free(picture.pixels);
  mtcnn_results_destroy(results);
  mtcnn_detector_destroy(detector);
  return 0;
}
