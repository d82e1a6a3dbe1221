#include "media/input.h"

#include <glob.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>
#include <utility>

#include "media/clips/clip_reader.h"
#include "media/network.h"
#include "media/not_enough_memory.h"
#include "media/picture_name.h"
#include "media/place.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

namespace fs = std::filesystem;

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

Input failed_input(const std::string& source, ErrorCode code, const std::string& reason) {
  return {.source = source, .name = name_of(source), .error = Error(code, ErrorStage::kRead, reason).of(source)};
}

bool is_pattern(const std::string& argument) { return argument.find_first_of("*?[") != std::string::npos; }

/// The paths that match, sorted by bytes.
std::vector<std::string> matches_of(const std::string& pattern) {
  glob_t found = {};
  const std::unique_ptr<glob_t, decltype(&::globfree)> owner(&found, ::globfree);
  // Its own order would depend on the user's language.
  if (::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) != 0) return {};
  std::vector<std::string> paths(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  std::ranges::sort(paths);
  return paths;
}

/// The first bytes of a file; none where it cannot be looked into, which reading it then tells.
std::vector<std::uint8_t> beginning_of(const std::string& path) {
  constexpr std::size_t kLongestSignature = 1 << 14;
  try {
    return read_file_beginning(path, kLongestSignature);
  } catch (const Error&) {
    return {};
  }
}

Input input_of(const std::string& path, std::string name) {
  return {.source = path, .name = std::move(name), .error = {}, .is_clip = is_clip(path, beginning_of(path))};
}

Input stream_of(const std::string& argument) {
  Input input{.source = shown_source(argument), .name = stream_name(argument), .is_clip = true, .address = argument};
  // A picture on the network is told by its name alone, so that nothing is opened twice.
  if (place_of(argument) == Place::kNetwork) input.is_clip = !has_picture_extension(input.name);
  return input;
}

/// Why the file of a walked folder is not to be read; empty where it is. A file that is named like a picture or clip is
/// read whatever it holds, and so is one that cannot be looked into: reading it then tells what is wrong.
std::string reason_to_skip(const Input& input) {
  if (input.is_clip || has_picture_extension(input.source)) return {};
  try {
    constexpr std::size_t kLongestSignature = 4096;
    if (looks_like_picture(read_file_beginning(input.source, kLongestSignature))) return {};
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kUnreadable) return {};
  }
  return "is neither a picture nor a clip";
}

class Expansion {
 public:
  explicit Expansion(std::span<const FileIdentity> left_out) : left_out_(left_out) {}

  void add_argument(const std::string& argument) {
    if (is_stream(argument)) {
      expanded_.inputs.push_back(stream_of(argument));
      return;
    }
    std::error_code error;
    const fs::file_status status = fs::status(argument, error);
    if (fs::exists(status)) {
      add_path(argument, fs::is_directory(status));
    } else if (is_pattern(argument)) {
      add_matches(argument);
    } else {
      // Reading it tells why.
      add_path(argument, false);
    }
  }

  ExpandedInputs result() { return std::move(expanded_); }

 private:
  void add_path(const std::string& path, bool is_folder) {
    if (is_folder) {
      add_folder(path);
    } else {
      expanded_.inputs.push_back(input_of(path, name_of(path)));
    }
  }

  void add_matches(const std::string& pattern) {
    const std::vector<std::string> paths = matches_of(pattern);
    for (const std::string& path : paths) {
      std::error_code ignored;
      // A file whose whole name is that of a stream.
      add_path(is_stream(path) ? "./" + path : path, fs::is_directory(path, ignored));
    }
    if (paths.empty()) {
      expanded_.inputs.push_back(
          failed_input(pattern, ErrorCode::kNotFound, "there is no such file, and none that matches this pattern"));
    }
  }

  void add_folder(const std::string& folder) {
    FolderContents contents = walk_folder(folder, left_out_);
    std::vector<Input> inputs;
    inputs.reserve(contents.failed.size() + contents.files.size());
    for (const Unread& failed : contents.failed) {
      inputs.push_back(failed_input(failed.path, ErrorCode::kUnreadable, failed.reason));
    }
    for (std::string& file : contents.files) {
      Input input = input_of(file, file.substr(folder.size() + (folder.ends_with('/') ? 0 : 1)));
      if (std::string reason = reason_to_skip(input); !reason.empty()) {
        contents.skipped.push_back({std::move(file), std::move(reason)});
      } else {
        inputs.push_back(std::move(input));
      }
    }
    if (inputs.empty())
      inputs.push_back(failed_input(folder, ErrorCode::kEmpty, "there are no pictures or clips in this folder"));

    std::ranges::sort(inputs, {}, &Input::source);
    std::ranges::sort(contents.skipped, {}, &Unread::path);
    std::ranges::move(inputs, std::back_inserter(expanded_.inputs));
    std::ranges::move(contents.skipped, std::back_inserter(expanded_.skipped));
  }

  std::span<const FileIdentity> left_out_;
  ExpandedInputs expanded_;
};

std::vector<std::uint8_t> read_source(const std::string& source) {
  switch (place_of(source)) {
    case Place::kStandardInput:
      return read_standard_input();
    case Place::kNetwork:
      return read_url(source, kMaxFileBytes);
    case Place::kCamera:
    case Place::kFile:
      break;
  }
  return read_file(source);
}

}  // namespace

ExpandedInputs expand_inputs(std::span<const std::string> arguments, std::span<const FileIdentity> left_out) {
  Expansion expansion(left_out);
  for (const std::string& argument : arguments) expansion.add_argument(argument);
  return expansion.result();
}

Picture read_picture(const std::string& source, const PictureLimits& limits) try {
  return decode_picture(read_source(source), limits, shown_source(source));
} catch (const std::bad_alloc&) {
  throw not_enough_memory("picture", shown_source(source));
}

}  // namespace mtcnn::media
