#pragma once

#include <string>
#include <string_view>

namespace mtcnn::media {

/// Where an input comes from, as its name tells.
enum class Place {
  kFile,
  kStandardInput,  ///< "-"
  kNetwork,        ///< a URL, which has "://" in it; a file of such a name is written "./http://..."
  kCamera,         ///< "v4l2:/dev/video0"
};

Place place_of(std::string_view source);

/// True where an input can be read only once, from its beginning.
bool is_stream(std::string_view source);

/// True of a stream whose frames come when they come, and are lost where nobody takes them: a camera, or what is sent
/// over the network without waiting for the receiver.
bool is_live(std::string_view source);

/// How an input is called in messages and records: a URL without user and password.
std::string shown_source(std::string_view source);

/// A name for files that are made from an input that is no file: "stdin", "video0", "clip.mp4" of
/// "https://example.org/clip.mp4?x=1".
std::string stream_name(std::string_view source);

/// The camera's device: "/dev/video0".
std::string camera_device(std::string_view source);

}  // namespace mtcnn::media
