#pragma once

#include <ctime>

namespace mtcnn::test {

/// Processor time of all threads of this process, so that what else the machine does is not counted.
inline double milliseconds_of_work() {
  timespec time = {};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

}  // namespace mtcnn::test
