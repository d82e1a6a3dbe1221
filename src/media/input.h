#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "media/folder.h"
#include "media/picture.h"
#include "media/record.h"

namespace mtcnn::media {

/// The argument, and the source, that stand for one encoded picture from standard input.
inline constexpr std::string_view kStandardInput = "-";

/// One picture or clip to be read, or an argument that led to none.
struct Input {
  std::string source;             ///< path, as given or as found; or kStandardInput
  std::size_t folder_length = 0;  ///< how much of `source` names the folder that was walked, or that the file is in
  std::optional<RecordError> error = {};  ///< why there is nothing to read
  bool is_clip = false;                   ///< what is no clip is read as a picture

  /// The path below the folder that was walked; the name alone of a file that was given.
  std::string_view path_in_folder() const { return std::string_view(source).substr(folder_length); }
};

struct ExpandedInputs {
  std::vector<Input> inputs;    ///< in the order of the arguments, those of a folder or pattern sorted by bytes
  std::vector<Unread> skipped;  ///< what walked folders hold besides pictures and clips
};

/// Finds what the arguments of a command line stand for: a file, a folder to be walked, a shell pattern where nothing
/// of that very name exists, or kStandardInput. In a folder, what is neither named nor built like a picture or clip is
/// skipped; the folders `left_out` are not walked. Never throws for an argument: it becomes an input with an error.
ExpandedInputs expand_inputs(std::span<const std::string> arguments, std::span<const FileIdentity> left_out = {});

/// Reads and decodes the picture. Throws Error that begins with the source: what `read_file` and `decode_picture`
/// throw, and kLimit where memory does not suffice.
Picture read_picture(const std::string& source, const PictureLimits& limits = {});

}  // namespace mtcnn::media
