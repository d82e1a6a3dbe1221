// A program in C outside of the project: exits with 0 where the installed library finds no face on a black picture.

#include <mtcnn/mtcnn.h>
#include <stdio.h>

static uint8_t black[640 * 480];

int main(void) {
  mtcnn_detector* detector = NULL;
  mtcnn_results* results = NULL;
  const mtcnn_image image = {.data = black, .stride = 640, .width = 640, .height = 480, .format = MTCNN_FORMAT_GREY};
  const mtcnn_face* faces = NULL;
  size_t count = 1;
  if (mtcnn_abi_version() != MTCNN_ABI_VERSION || mtcnn_detector_create(NULL, &detector) != MTCNN_OK ||
      mtcnn_results_create(&results) != MTCNN_OK || mtcnn_detect(detector, &image, 1, results) != MTCNN_OK ||
      mtcnn_results_faces(results, 0, &faces, &count) != MTCNN_OK) {
    fprintf(stderr, "%s\n", mtcnn_last_error());
  }
  mtcnn_results_destroy(results);
  mtcnn_detector_destroy(detector);
  return count == 0 ? 0 : 1;
}
