#pragma once

#include <string>
#include <string_view>

namespace mtcnn::media {

/// The text with U+FFFD in the place of whatever is not UTF-8, as paths need not be: one for each maximal part of a
/// character, as the Unicode standard recommends.
std::string valid_utf8(std::string_view text);

}  // namespace mtcnn::media
