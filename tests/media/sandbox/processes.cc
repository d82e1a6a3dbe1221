#include "media/sandbox/processes.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace mtcnn::test {

std::vector<pid_t> children() {
  std::vector<pid_t> processes;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream list(thread.path() / "children");
    processes.insert(processes.end(), std::istream_iterator<pid_t>(list), {});
  }
  return processes;
}

std::size_t open_files() {
  const std::filesystem::directory_iterator files("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

}  // namespace mtcnn::test
