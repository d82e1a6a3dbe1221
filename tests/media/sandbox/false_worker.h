#pragma once

#include <string>
#include <vector>

namespace mtcnn::test {

/// What a process that decodes may answer once it is somebody else's, by name.
std::vector<std::string> lies();

/// Another one: frames without end, of a process that does not listen.
inline constexpr const char* kEndlessClip = "endless clip";

/// A process that is killed as soon as it is asked for something.
inline constexpr const char* kKilled = "killed";

/// Answers every request so. Returns the exit code.
int run_false_worker(const std::string& lie);

}  // namespace mtcnn::test
