// One detector on many threads, each with results and with a last error of its own.

#include <pthread.h>

#include "check.h"
#include "pictures.h"

enum { THREADS = 4, ROUNDS = 3 };

struct work {
  const mtcnn_detector* detector;
  const struct picture* picture;
  int number;
  mtcnn_face face;
};

static void* run(void* argument) {
  struct work* const work = argument;
  mtcnn_results* results = NULL;
  CHECK(strcmp(mtcnn_last_error(), "") == 0);
  CHECK(mtcnn_results_create(&results) == MTCNN_OK);

  char stride[40];
  snprintf(stride, sizeof stride, "a stride of %d bytes", work->number);
  for (int round = 0; round < ROUNDS; ++round) {
    mtcnn_image image = image_of(work->picture);
    image.stride = work->number;
    CHECK_FAILS(mtcnn_detect(work->detector, &image, 1, results), MTCNN_ERROR_INVALID_ARGUMENT, stride);
    image = image_of(work->picture);
    CHECK(mtcnn_detect(work->detector, &image, 1, results) == MTCNN_OK);
    // What went well leaves the error alone, and so does what the other threads do.
    CHECK(strstr(mtcnn_last_error(), stride) != NULL);
  }

  const mtcnn_face* faces = NULL;
  size_t count = 0;
  CHECK(mtcnn_results_faces(results, 0, &faces, &count) == MTCNN_OK);
  CHECK(count == 1);
  work->face = faces[0];
  mtcnn_results_destroy(results);
  return NULL;
}

int threads_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;

  mtcnn_detector* detector = NULL;
  CHECK(mtcnn_detector_create(NULL, &detector) == MTCNN_OK);
  struct picture picture = astronaut();
  struct work work[THREADS];
  pthread_t threads[THREADS];
  for (int index = 0; index < THREADS; ++index) {
    work[index] = (struct work){.detector = detector, .picture = &picture, .number = index + 1};
    CHECK(pthread_create(&threads[index], NULL, run, &work[index]) == 0);
  }
  for (int index = 0; index < THREADS; ++index) CHECK(pthread_join(threads[index], NULL) == 0);
  for (int index = 1; index < THREADS; ++index) {
    CHECK(memcmp(&work[index].face, &work[0].face, sizeof work[0].face) == 0);
  }

  free(picture.pixels);
  mtcnn_detector_destroy(detector);
  return 0;
}
