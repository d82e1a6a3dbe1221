#pragma once

namespace mtcnn::cli {

enum ExitCode {
  kSuccess = 0,
  kFailure = 1,      ///< an input failed or was partial, or output could not be written
  kWrongUsage = 2,   ///< the arguments make no sense, and nothing was read
  kSignalled = 128,  ///< and the number of the signal that interrupted it
};

}  // namespace mtcnn::cli
