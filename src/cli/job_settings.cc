#include "cli/job_settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "media/utf8.h"
#include "mtcnn/info.h"

namespace mtcnn::cli {
namespace {

template <typename Number>
std::string optional_setting(const std::optional<Number>& number) {
  return number ? fmt::format("{}", *number) : std::string();
}

/// A file of settings by its path, size and time.
std::string file_setting(const std::string& path) {
  if (path.empty()) return {};
  const JobDescription::Source file = describe_file(path);
  return fmt::format("{} of {} bytes, {}", path, file.bytes, file.modified);
}

}  // namespace

JobDescription describe_job(const DetectArguments& arguments, std::span<const media::Input> inputs) {
  const DetectorOptions& detector = arguments.detector;
  JobDescription job;
  job.settings = {
      {"version", std::string(version())},
      {"--format", arguments.format},
      {"--annotate", arguments.annotate},
      {"--crops", arguments.crops},
      {"--crop-size", fmt::format("{}", arguments.crop_shape.side)},
      {"--crop-margin", fmt::format("{}", arguments.crop_shape.margin)},
      {"--min-face-size", fmt::format("{}", detector.min_face_size)},
      {"--max-face-size", optional_setting(detector.max_face_size)},
      {"--thresholds", arguments.thresholds},
      {"--scale-factor", fmt::format("{}", detector.scale_factor)},
      {"--max-faces", optional_setting(detector.max_faces)},
      {"--max-proposals", fmt::format("{}", detector.max_proposals)},
      {"--deadline", optional_setting(detector.deadline)},
      {"--recipe", detector.recipe},
      {"--backend", detector.backend},
      {"--onnxruntime", detector.backend == "onnxruntime" ? file_setting(detector.onnxruntime.library) : ""},
      {"--providers", fmt::format("{}", fmt::join(detector.onnxruntime.providers, ","))},
      {"--weights", file_setting(arguments.weights)},
      {"--frames", arguments.frames},
      {"--every", fmt::format("{}", arguments.every)},
      {"--max-duration", optional_setting(arguments.max_duration)},
      {"--max-pixels", fmt::format("{}", arguments.limits.max_pixels)},
      {"--max-side", fmt::format("{}", arguments.limits.max_side)},
      {"--strict", arguments.strict ? "given" : ""},
      {"--track", arguments.track ? "given" : ""},
  };
  std::ranges::transform(inputs, std::back_inserter(job.inputs),
                         [](const media::Input& input) { return describe_file(input.source); });
  // Whatever the names of files may hold, the description is text.
  for (auto& [name, value] : job.settings) value = media::valid_utf8(value);
  for (JobDescription::Source& input : job.inputs) input.path = media::valid_utf8(input.path);
  return job;
}

}  // namespace mtcnn::cli
