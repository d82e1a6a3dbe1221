#pragma once

namespace mtcnn::cli {

/// Runs `info`: says on standard output what this program is made of, and returns the exit code.
int run_info();

}  // namespace mtcnn::cli
