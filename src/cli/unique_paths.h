#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace mtcnn::cli {

/// Gives out every path once: of equal ones the second gets "-2" before its extension, and so on.
class UniquePaths {
 public:
  std::string unique(const std::filesystem::path& wanted) {
    std::string path = wanted;
    while (!taken_.insert(path).second) {
      const std::string suffix = "-" + std::to_string(2 + renamed_[wanted]++);
      path = wanted.parent_path() / (wanted.stem().native() + suffix + wanted.extension().native());
    }
    return path;
  }

 private:
  std::unordered_set<std::string> taken_;
  std::unordered_map<std::string, int> renamed_;  ///< how often each wanted path was changed
};

}  // namespace mtcnn::cli
