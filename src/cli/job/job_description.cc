#include "cli/job/job_description.h"

#include <sys/stat.h>

#include <algorithm>

namespace mtcnn::cli {

JobDescription::Source describe_file(const std::string& path) {
  constexpr std::int64_t kNanosecondsOfASecond = 1'000'000'000;
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return {.path = path};
  return {.path = path,
          .bytes = static_cast<std::uintmax_t>(status.st_size),
          .modified = status.st_mtim.tv_sec * kNanosecondsOfASecond + status.st_mtim.tv_nsec};
}

std::string difference(const JobDescription& earlier, const JobDescription& now) {
  const auto [setting, changed] = std::ranges::mismatch(earlier.settings, now.settings);
  if (setting != earlier.settings.end()) {
    return setting->first + " was " + (setting->second.empty() ? "not given" : setting->second);
  }
  if (changed != now.settings.end()) return changed->first + " was not known";

  const auto [input, current] = std::ranges::mismatch(earlier.inputs, now.inputs);
  if (input == earlier.inputs.end() && current == now.inputs.end()) return {};
  if (input == earlier.inputs.end()) return current->path + " was not among the inputs";
  if (current == now.inputs.end() || input->path != current->path) return input->path + " was an input";
  return input->path + " has changed since";
}

}  // namespace mtcnn::cli
