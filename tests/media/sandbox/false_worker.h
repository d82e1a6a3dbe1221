#pragma once

#include <string>
#include <vector>

namespace mtcnn::test {

/// What a process that decodes may answer once it is somebody else's, by name.
std::vector<std::string> lies();

/// Answers every request so. Returns the exit code.
int run_false_worker(const std::string& lie);

}  // namespace mtcnn::test
