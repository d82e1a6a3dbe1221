#pragma once

#include <string>

#include "media/clips/clip_reader.h"

namespace mtcnn::cli {

/// From the values of --frames, "A:B" of which either may be left out, and of --every. Throws Error (stage kOptions)
/// that names the option.
media::ClipSelection parse_clip_selection(const std::string& frames, std::int64_t every);

}  // namespace mtcnn::cli
