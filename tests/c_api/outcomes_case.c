// How each image went, and what is known of an error beside its sentence.

#include <math.h>

#include "check.h"
#include "pictures.h"

static mtcnn_results* results;

static size_t face_count(size_t image) {
  const mtcnn_face* faces = NULL;
  size_t count = 0;
  CHECK(mtcnn_results_faces(results, image, &faces, &count) == MTCNN_OK);
  return count;
}

static mtcnn_error_details details(void) {
  mtcnn_error_details last;
  memset(&last, 0xAB, sizeof last);
  mtcnn_last_error_details(&last);
  return last;
}

static void nothing_is_known_before_an_error(void) {
  const mtcnn_error_details last = details();
  CHECK(strcmp(last.stage, "") == 0 && strcmp(last.input, "") == 0 && strcmp(last.where, "") == 0);
  CHECK(isnan(last.limit) && isnan(last.actual));
  mtcnn_last_error_details(NULL);
}

static void one_refused_image_leaves_the_others(const mtcnn_image* images) {
  mtcnn_detector* detector = NULL;
  CHECK(mtcnn_detector_create(NULL, &detector) == MTCNN_OK);
  CHECK(mtcnn_detect_each(detector, images, 3, results) == MTCNN_OK);
  CHECK(mtcnn_results_image_count(results) == 3);
  CHECK(face_count(0) == 1 && face_count(1) == 0 && face_count(2) == 1);
  CHECK(mtcnn_results_error(results, 0) == MTCNN_OK && mtcnn_results_error(results, 2) == MTCNN_OK);
  CHECK_FAILS(mtcnn_results_error(results, 1), MTCNN_ERROR_INVALID_ARGUMENT, "a side of over 32768");
  CHECK(strcmp(details().stage, "detect") == 0);
  CHECK(details().limit == 32768 && details().actual == 40000);
  CHECK_FAILS(mtcnn_results_error(results, 3), MTCNN_ERROR_INVALID_ARGUMENT, "there is no image 3");

  CHECK_FAILS(mtcnn_detect(detector, images, 3, results), MTCNN_ERROR_INVALID_ARGUMENT, "image 1: ");
  CHECK(strcmp(details().input, "image 1") == 0);
  mtcnn_detector_destroy(detector);
}

static void a_deadline_is_an_error(const mtcnn_image* image) {
  mtcnn_options options;
  CHECK(mtcnn_options_init(&options, sizeof options) == MTCNN_OK);
  options.deadline = 1e-9;
  mtcnn_detector* detector = NULL;
  CHECK(mtcnn_detector_create(&options, &detector) == MTCNN_OK);
  CHECK_FAILS(mtcnn_detect(detector, image, 1, results), MTCNN_ERROR_DEADLINE, "the deadline of 1e-09 seconds");
  CHECK(strcmp(details().where, "PNet") == 0 && details().limit == 1e-9 && details().actual > 1e-9);
  mtcnn_detector_destroy(detector);
}

static void a_cap_is_told(const mtcnn_image* image) {
  mtcnn_options options;
  CHECK(mtcnn_options_init(&options, sizeof options) == MTCNN_OK);
  CHECK(options.max_proposals == 32768 && options.deadline == 0);
  options.max_proposals = 1;
  options.thresholds[0] = options.thresholds[1] = options.thresholds[2] = 0;
  mtcnn_detector* detector = NULL;
  CHECK(mtcnn_detector_create(&options, &detector) == MTCNN_OK);
  CHECK(mtcnn_detect(detector, image, 1, results) == MTCNN_OK);
  CHECK(face_count(0) == 1);
  CHECK(mtcnn_results_is_capped(results, 0) == 1);
  CHECK(mtcnn_results_is_capped(results, 1) == 0 && mtcnn_results_is_capped(NULL, 0) == 0);
  mtcnn_detector_destroy(detector);
}

int outcomes_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;
  nothing_is_known_before_an_error();
  CHECK(mtcnn_results_create(&results) == MTCNN_OK);
  struct picture picture = astronaut();
  mtcnn_image images[] = {image_of(&picture), image_of(&picture), image_of(&picture)};
  images[1].width = 40000;

  one_refused_image_leaves_the_others(images);
  a_deadline_is_an_error(images);
  a_cap_is_told(images);

  free(picture.pixels);
  mtcnn_results_destroy(results);
  return 0;
}
