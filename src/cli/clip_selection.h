#pragma once

#include "cli/detect_arguments.h"
#include "media/clips/clip_reader.h"

namespace mtcnn::cli {

/// From the values of --frames, "A:B" of which either may be left out, --every and --max-duration. Throws Error (stage
/// kOptions) that names the option.
media::ClipSelection parse_clip_selection(const DetectArguments& arguments);

}  // namespace mtcnn::cli
