#pragma once

#include <string_view>

namespace mtcnn::media {

/// The only argument of the program where it is to decode for another one, and nothing else.
inline constexpr std::string_view kWorkerArgument = "decode-in-sandbox";

/// The connection to that one, as a file that is open from the start.
inline constexpr int kWorkerSocket = 3;

/// Confines the process and decodes until the other one is gone. Returns the exit code.
int run_worker();

}  // namespace mtcnn::media
