// What the library says about itself.

#include "check.h"

int names_case(int argument_count, char** arguments) {
  (void)argument_count;
  (void)arguments;

  CHECK(mtcnn_abi_version() == MTCNN_ABI_VERSION);
  CHECK(strcmp(mtcnn_version(), MTCNN_EXPECTED_VERSION) == 0);

  CHECK(mtcnn_recipe_count() == 3);
  CHECK(strcmp(mtcnn_recipe_name(0), "openface") == 0);
  CHECK(strstr(mtcnn_recipe_answers_as(0), "pymtcnn") != NULL);
  for (size_t index = 0; index < mtcnn_recipe_count(); ++index) CHECK(strlen(mtcnn_recipe_answers_as(index)) > 0);
  CHECK(mtcnn_recipe_name(3) == NULL && mtcnn_recipe_answers_as((size_t)-1) == NULL);

  CHECK(strcmp(mtcnn_status_name(MTCNN_OK), "ok") == 0);
  CHECK(strcmp(mtcnn_status_name(-1), "unknown") == 0 && strcmp(mtcnn_status_name(1000), "unknown") == 0);
  return 0;
}
