// The defaults, every option that is refused, and structs of other versions.

#include "check.h"

static mtcnn_options defaults(void) {
  mtcnn_options options;
  memset(&options, 0xAB, sizeof options);
  CHECK(mtcnn_options_init(&options, sizeof options) == MTCNN_OK);
  return options;
}

static void check_accepted(const mtcnn_options* options) {
  mtcnn_detector* detector = NULL;
  CHECK(mtcnn_detector_create(options, &detector) == MTCNN_OK);
  CHECK(detector != NULL);
  mtcnn_detector_destroy(detector);
}

static void check_refused(const mtcnn_options* options, mtcnn_status status, const char* words) {
  mtcnn_detector* detector = (mtcnn_detector*)&status;
  CHECK_FAILS(mtcnn_detector_create(options, &detector), status, words);
  CHECK(detector == NULL);
}

static void defaults_are_those_of_the_library(void) {
  const mtcnn_options options = defaults();
  CHECK(options.size == sizeof options);
  CHECK(options.min_face_size == 60 && options.max_face_size == 0 && options.scale_factor == 0.709);
  CHECK(options.thresholds[0] == 0.6 && options.thresholds[1] == 0.7 && options.thresholds[2] == 0.7);
  CHECK(options.max_faces == 0 && options.threads == 0);
  CHECK(strcmp(options.recipe, mtcnn_recipe_name(0)) == 0 && strcmp(options.backend, "auto") == 0);
  CHECK(options.weights == NULL && options.weights_size == 0);
  check_accepted(&options);
}

static void names_may_be_left_out(void) {
  mtcnn_options options = defaults();
  options.recipe = NULL;
  options.backend = NULL;
  check_accepted(&options);
}

static void backend_is_the_one_asked_for(void) {
  mtcnn_options options = defaults();
  options.backend = "reference";
  mtcnn_detector* detector = NULL;
  CHECK(mtcnn_detector_create(&options, &detector) == MTCNN_OK);
  CHECK(strcmp(mtcnn_detector_backend(detector), "reference") == 0);
  mtcnn_detector_destroy(detector);
}

#define CHECK_OPTION_REFUSED(field, value, status, words) \
  do {                                                    \
    mtcnn_options options = defaults();                   \
    options.field = (value);                              \
    check_refused(&options, (status), (words));           \
  } while (0)

static void wrong_values_are_refused_by_name(void) {
  const double not_a_number = strtod("nan", NULL);
  CHECK_OPTION_REFUSED(min_face_size, 0, MTCNN_ERROR_INVALID_ARGUMENT, "the smallest face");
  CHECK_OPTION_REFUSED(min_face_size, not_a_number, MTCNN_ERROR_INVALID_ARGUMENT, "the smallest face");
  CHECK_OPTION_REFUSED(max_face_size, 10, MTCNN_ERROR_INVALID_ARGUMENT, "the largest face");
  CHECK_OPTION_REFUSED(max_face_size, not_a_number, MTCNN_ERROR_INVALID_ARGUMENT, "the largest face");
  CHECK_OPTION_REFUSED(thresholds[0], 2, MTCNN_ERROR_INVALID_ARGUMENT, "threshold");
  CHECK_OPTION_REFUSED(thresholds[1], -1, MTCNN_ERROR_INVALID_ARGUMENT, "threshold");
  CHECK_OPTION_REFUSED(thresholds[2], 2, MTCNN_ERROR_INVALID_ARGUMENT, "threshold");
  CHECK_OPTION_REFUSED(scale_factor, 1, MTCNN_ERROR_INVALID_ARGUMENT, "the scale factor");
  CHECK_OPTION_REFUSED(max_faces, -1, MTCNN_ERROR_INVALID_ARGUMENT, "the number of faces");
  CHECK_OPTION_REFUSED(threads, -1, MTCNN_ERROR_INVALID_ARGUMENT, "the number of threads");
  CHECK_OPTION_REFUSED(recipe, "none", MTCNN_ERROR_NOT_FOUND, "there is no recipe \"none\"");
  CHECK_OPTION_REFUSED(backend, "none", MTCNN_ERROR_NOT_FOUND, "there is no backend \"none\"");
  CHECK_OPTION_REFUSED(backend, "onnxruntime", MTCNN_ERROR_NOT_FOUND, "ONNX Runtime: ");
  CHECK_OPTION_REFUSED(weights_size, 8, MTCNN_ERROR_INVALID_ARGUMENT, "no weights");
}

/// The struct of a version to come.
struct later_options {
  mtcnn_options known;
  double unknown;
};

static void structs_of_later_versions_are_read_as_far_as_they_are_known(void) {
  struct later_options later;
  memset(&later, 0xAB, sizeof later);
  CHECK(mtcnn_options_init(&later.known, sizeof later) == MTCNN_OK);
  CHECK(later.known.size == sizeof later);
  CHECK(later.unknown == 0);
  check_accepted(&later.known);
  later.unknown = 1;
  check_refused(&later.known, MTCNN_ERROR_INVALID_ARGUMENT, "a later version");
}

static void sizes_of_no_version_are_refused(void) {
  const size_t sizes[] = {0, 1, sizeof(mtcnn_options) - 1, (size_t)-1};
  for (size_t index = 0; index < sizeof sizes / sizeof *sizes; ++index) {
    CHECK_OPTION_REFUSED(size, sizes[index], MTCNN_ERROR_INVALID_ARGUMENT, "of no version");
    mtcnn_options options;
    memset(&options, 0xAB, sizeof options);
    const mtcnn_options before = options;
    CHECK_FAILS(mtcnn_options_init(&options, sizes[index]), MTCNN_ERROR_INVALID_ARGUMENT, "of no version");
    CHECK(memcmp(&options, &before, sizeof options) == 0);
  }
}

static void long_messages_are_cut_between_characters(void) {
  char name[3000];
  memset(name, 'n', sizeof name);
  for (size_t shift = 0; shift < 3; ++shift) {
    for (size_t place = shift; place + 3 < sizeof name; place += 3) memcpy(name + place, "\xE2\x82\xAC", 3);
    name[sizeof name - 1] = '\0';
    CHECK_OPTION_REFUSED(recipe, name, MTCNN_ERROR_NOT_FOUND, "there is no recipe");
    const char* const message = mtcnn_last_error();
    const size_t length = strlen(message);
    CHECK(length > 1000 && length < 1024);
    CHECK(memcmp(message + length - 3, "\xE2\x82\xAC", 3) == 0);
  }
}

int options_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;
  defaults_are_those_of_the_library();
  names_may_be_left_out();
  backend_is_the_one_asked_for();
  wrong_values_are_refused_by_name();
  structs_of_later_versions_are_read_as_far_as_they_are_known();
  sizes_of_no_version_are_refused();
  long_messages_are_cut_between_characters();
  return 0;
}
