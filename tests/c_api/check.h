#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mtcnn/mtcnn.h"

// Each file of cases is a program of its own to CTest: the first check that fails ends it.

#define CHECK(condition)                                                                               \
  do {                                                                                                 \
    if (!(condition)) {                                                                                \
      fprintf(stderr, "%s:%d: %s does not hold. Last error: \"%s\"\n", __FILE__, __LINE__, #condition, \
              mtcnn_last_error());                                                                     \
      exit(EXIT_FAILURE);                                                                              \
    }                                                                                                  \
  } while (0)

/// The call fails with the status, and with a sentence that holds the words.
#define CHECK_FAILS(call, expected_status, words)       \
  do {                                                  \
    CHECK((call) == (expected_status));                 \
    CHECK(strstr(mtcnn_last_error(), (words)) != NULL); \
  } while (0)
