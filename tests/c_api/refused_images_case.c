// Images that cannot be, and places where no image is.

#include "check.h"
#include "pictures.h"

static mtcnn_detector* detector;
static mtcnn_results* results;

static void check_refused(const mtcnn_image* images, size_t count, const char* words) {
  CHECK_FAILS(mtcnn_detect(detector, images, count, results), MTCNN_ERROR_INVALID_ARGUMENT, words);
  CHECK(mtcnn_results_image_count(results) == 0);
}

#define CHECK_IMAGE_REFUSED(field, value, words) \
  do {                                           \
    mtcnn_image wrong = right;                   \
    wrong.field = (value);                       \
    check_refused(&wrong, 1, (words));           \
  } while (0)

static void wrong_fields_are_refused(const mtcnn_image right) {
  CHECK_IMAGE_REFUSED(data, NULL, "the image has no data");
  CHECK_IMAGE_REFUSED(width, 0, "no pixels");
  CHECK_IMAGE_REFUSED(height, -1, "no pixels");
  CHECK_IMAGE_REFUSED(width, 32769, "a side of over");
  CHECK_IMAGE_REFUSED(stride, 10, "a stride of 10 bytes");
  CHECK_IMAGE_REFUSED(format, 7, "the pixel format 7");
  CHECK_IMAGE_REFUSED(format, 255, "the pixel format 255");
  CHECK_IMAGE_REFUSED(orientation, 9, "the orientation 9");
  CHECK_IMAGE_REFUSED(format, MTCNN_FORMAT_NV12, "a plane of chroma");
  CHECK_IMAGE_REFUSED(format, MTCNN_FORMAT_I420, "a plane of chroma");
}

static void wrong_planes_are_refused(const struct picture* picture) {
  mtcnn_image right = image_of(picture);
  right.format = MTCNN_FORMAT_I420;
  right.chroma[0] = right.chroma[1] = picture->pixels;
  right.chroma_strides[0] = right.chroma_strides[1] = picture->width;
  CHECK(mtcnn_detect(detector, &right, 1, results) == MTCNN_OK);
  CHECK_IMAGE_REFUSED(chroma[1], NULL, "a plane of chroma");
  CHECK_IMAGE_REFUSED(chroma_strides[1], 1, "rows of chroma");
  CHECK_IMAGE_REFUSED(pixel_stride, 2, "must be packed");
  CHECK_IMAGE_REFUSED(luma_weights, 2, "the luma weights");
  CHECK_IMAGE_REFUSED(luma_range, 2, "the luma range");
}

static void message_names_the_image(const mtcnn_image right) {
  mtcnn_image images[] = {right, right, right};
  CHECK(mtcnn_detect(detector, images, 3, results) == MTCNN_OK);
  images[2].stride = 10;
  check_refused(images, 3, "image 2: ");
}

static void impossible_counts_are_refused(const mtcnn_image right) {
  check_refused(&right, (size_t)-1, "more than any memory holds");
}

static void places_without_an_image_are_refused(const mtcnn_image right) {
  const mtcnn_face* faces = (const mtcnn_face*)&right;
  size_t count = 9;
  CHECK(mtcnn_detect(detector, &right, 1, results) == MTCNN_OK);
  CHECK_FAILS(mtcnn_results_faces(results, 1, &faces, &count), MTCNN_ERROR_INVALID_ARGUMENT, "there is no image 1");
  CHECK(faces == NULL && count == 0);
}

int refused_images_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;
  CHECK(mtcnn_detector_create(NULL, &detector) == MTCNN_OK);
  CHECK(mtcnn_results_create(&results) == MTCNN_OK);
  struct picture picture = black(80, 60);
  const mtcnn_image right = image_of(&picture);

  wrong_fields_are_refused(right);
  wrong_planes_are_refused(&picture);
  message_names_the_image(right);
  impossible_counts_are_refused(right);
  places_without_an_image_are_refused(right);

  free(picture.pixels);
  mtcnn_results_destroy(results);
  mtcnn_detector_destroy(detector);
  return 0;
}
