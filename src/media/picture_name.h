#pragma once

#include <string>
#include <string_view>

namespace mtcnn::media {

/// The extension of a path's last part, in small letters and with its dot: ".jpg". Empty where there is none.
std::string lower_case_extension(std::string_view path);

/// True where a file of this name claims to be a picture. What it is, only its bytes tell.
bool has_picture_extension(std::string_view path);

/// The same for a clip.
bool has_clip_extension(std::string_view path);

}  // namespace mtcnn::media
