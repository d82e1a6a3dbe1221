#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "media/ffmpeg_objects.h"

namespace mtcnn::media {

/// How what a URL names is opened: with the protocols of the network and no others, and with an end to waiting.
Options network_options();

/// Reads a whole file by its URL. Throws Error (stage kRead) that begins with the URL as it is shown: kUnreadable with
/// what went wrong; kEmpty; kLimit over `max_bytes`.
std::vector<std::uint8_t> read_url(const std::string& url, std::size_t max_bytes);

}  // namespace mtcnn::media
