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

/// One picture or clip to be read, or an argument that led to none.
struct Input {
  std::string source;               ///< path, as given or as found; "-"; URL or camera, as it is shown
  std::string name = {};            ///< path below the folder that was walked; or that of the file alone, or stream
  std::optional<Error> error = {};  ///< why there is nothing to read
  bool is_clip = false;             ///< what is no clip is read as a picture; of standard input only bytes tell
  std::string address = {};         ///< of a stream, what is opened, password and all

  const std::string& opened() const { return address.empty() ? source : address; }
};

struct ExpandedInputs {
  std::vector<Input> inputs;    ///< in the order of the arguments, those of a folder or pattern sorted by bytes
  std::vector<Unread> skipped;  ///< what walked folders hold besides pictures and clips
};

/// Finds what the arguments of a command line stand for: a file, a folder to be walked, a shell pattern where nothing
/// of that very name exists, or a stream (`place_of`). In a folder, what is neither named nor built like a picture or
/// clip is skipped; the folders `left_out` are not walked. Never throws for an argument: it becomes an input with an
/// error.
ExpandedInputs expand_inputs(std::span<const std::string> arguments, std::span<const FileIdentity> left_out = {});

/// Reads and decodes the picture: a file, standard input, or what a URL names. Throws Error that begins with the source
/// as it is shown: what `read_file`, `read_url` and `decode_picture` throw, and kOutOfMemory.
Picture read_picture(const std::string& source, const PictureLimits& limits = {});

}  // namespace mtcnn::media
