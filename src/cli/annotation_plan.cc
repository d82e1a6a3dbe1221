#include "cli/annotation_plan.h"

#include <filesystem>
#include <system_error>

#include "cli/unique_paths.h"
#include "media/picture_name.h"
#include "media/picture_writer.h"
#include "media/place.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

[[noreturn]] void refuse(const std::string& target, const std::string& reason) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, "--annotate " + target + ": " + reason);
}

bool is_writable_clip_name(const std::string& name) { return media::lower_case_extension(name) == ".mp4"; }

AnnotationPlan plan_file(const std::string& target, std::span<const media::Input> inputs) {
  if (inputs.size() != 1) {
    refuse(target,
           "this is the name of one file, but there are " + std::to_string(inputs.size()) + " inputs; name a folder");
  }
  if (media::place_of(inputs.front().opened()) == media::Place::kStandardInput) {
    if (!is_writable_clip_name(target) && !media::is_writable_picture_name(target)) {
      refuse(target, "what is drawn is written as .mp4, .png, .jpg or .jpeg, or into a folder");
    }
    return {fs::path(target).parent_path(), {target}};
  }
  if (inputs.front().is_clip && !is_writable_clip_name(target)) {
    refuse(target, "an annotated clip is written as .mp4, or into a folder");
  }
  if (!inputs.front().is_clip && !media::is_writable_picture_name(target)) {
    refuse(target, "annotated pictures are written as .png, .jpg or .jpeg, or into a folder");
  }
  return {fs::path(target).parent_path(), {target}};
}

/// The name of an input's annotated picture or clip, below the folder.
std::string annotated_name(const media::Input& input) {
  const std::string& name = input.name;
  if (media::place_of(input.opened()) == media::Place::kStandardInput) return name;
  if (input.is_clip) return is_writable_clip_name(name) ? name : name + ".mp4";
  return media::is_writable_picture_name(name) ? name : name + ".png";
}

AnnotationPlan plan_folder(const std::string& target, std::span<const media::Input> inputs) {
  AnnotationPlan plan{target, {}};
  UniquePaths paths;
  for (const media::Input& input : inputs) {
    plan.paths.push_back(input.error ? "" : paths.unique(fs::path(target) / annotated_name(input)));
  }
  return plan;
}

}  // namespace

AnnotationPlan plan_annotations(const std::string& target, std::span<const media::Input> inputs) {
  const bool is_file =
      (media::has_picture_extension(target) || media::has_clip_extension(target)) && !is_folder(target);
  return is_file ? plan_file(target, inputs) : plan_folder(target, inputs);
}

}  // namespace mtcnn::cli
