#pragma once

namespace mtcnn::cli {

/// Does what the arguments of the program say, and returns the exit code.
int run_command_line(int argument_count, const char* const* arguments);

}  // namespace mtcnn::cli
