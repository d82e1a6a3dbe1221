#pragma once

#include "cli/detect_arguments.h"

namespace mtcnn::cli {

/// Runs `detect`: says on standard error what goes wrong, and returns the exit code.
int run_detect(const DetectArguments& arguments);

}  // namespace mtcnn::cli
