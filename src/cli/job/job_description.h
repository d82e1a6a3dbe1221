#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "media/input.h"

namespace mtcnn::cli {

/// All that the bytes of a job's output depend on. Threads and batches are not among it.
struct JobDescription {
  /// An option, or "version", and its value.
  using Setting = std::pair<std::string, std::string>;

  /// A file as it was when the job began.
  struct Source {
    std::string path;
    std::uintmax_t bytes = 0;   ///< 0 where there is no such file
    std::int64_t modified = 0;  ///< when it was written, in nanoseconds; 0 where there is no such file

    bool operator==(const Source&) const = default;
  };

  std::vector<Setting> settings;
  std::vector<Source> inputs;

  bool operator==(const JobDescription&) const = default;
};

/// Path, size and time of a file.
JobDescription::Source describe_file(const std::string& path);

/// In what two jobs differ, as a part of a sentence: "--every was 2"; empty where they do not. Speaks of `earlier`.
std::string difference(const JobDescription& earlier, const JobDescription& now);

}  // namespace mtcnn::cli
