// The sandbox starts the program that it is in anew; here, that is this one.

#include <gmock/gmock.h>

#include <cstdlib>

#include "media/sandbox/false_worker.h"
#include "media/sandbox/worker.h"

int main(int argument_count, char** arguments) {
  if (argument_count == 2 && arguments[1] == mtcnn::media::kWorkerArgument) {
    const char* const lie = std::getenv("MTCNN_TEST_LIE");  // NOLINT(concurrency-mt-unsafe): nothing sets it here
    return lie != nullptr ? mtcnn::test::run_false_worker(lie) : mtcnn::media::run_worker();
  }
  testing::InitGoogleMock(&argument_count, arguments);
  return RUN_ALL_TESTS();
}
