#pragma once

#include <span>
#include <string>
#include <string_view>

#include "media/input.h"

namespace mtcnn::cli {

/// Throws Error (stage kOptions) where one of the files to be written, as `option` says, is one of the inputs.
void refuse_overwriting(std::string_view option, std::span<const std::string> written,
                        std::span<const media::Input> inputs);

/// Throws Error (stage kOptions) where the records would go to the file of an annotated picture.
void refuse_same_file(const std::string& output, std::span<const std::string> annotated);

}  // namespace mtcnn::cli
