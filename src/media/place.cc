#include "media/place.h"

#include <algorithm>
#include <array>

namespace mtcnn::media {
namespace {

constexpr std::string_view kStandardInput = "-";
constexpr std::string_view kCamera = "v4l2:";
constexpr std::string_view kSchemeEnd = "://";

/// "rtsp" of "rtsp://..."; empty where there is none.
std::string_view scheme_of(std::string_view source) {
  const std::size_t end = source.find(kSchemeEnd);
  if (end == std::string_view::npos) return {};
  const std::string_view scheme = source.substr(0, end);
  const bool is_scheme = std::ranges::all_of(scheme, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
  });
  return is_scheme ? scheme : std::string_view();
}

/// Of a URL, from behind the "://" to before the path.
std::string_view authority_of(std::string_view url) {
  const std::string_view rest = url.substr(url.find(kSchemeEnd) + kSchemeEnd.size());
  return rest.substr(0, rest.find_first_of("/?#"));
}

}  // namespace

Place place_of(std::string_view source) {
  if (source == kStandardInput) return Place::kStandardInput;
  if (source.starts_with(kCamera)) return Place::kCamera;
  return scheme_of(source).empty() ? Place::kFile : Place::kNetwork;
}

bool is_stream(std::string_view source) { return place_of(source) != Place::kFile; }

bool is_live(std::string_view source) {
  constexpr std::array<std::string_view, 7> kSchemes = {"rtsp", "rtsps", "rtp", "udp", "srt", "rtmp", "rtmps"};
  return place_of(source) == Place::kCamera || std::ranges::find(kSchemes, scheme_of(source)) != kSchemes.end();
}

std::string shown_source(std::string_view source) {
  std::string shown(source);
  if (place_of(source) != Place::kNetwork) return shown;
  const std::string_view authority = authority_of(source);
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return shown;
  return shown.erase(static_cast<std::size_t>(authority.data() - source.data()), at + 1);
}

std::string stream_name(std::string_view source) {
  if (place_of(source) == Place::kStandardInput) return "stdin";
  const std::string_view path = source.substr(0, source.find_first_of("?#"));
  const std::string_view last = path.substr(path.rfind('/') + 1);
  return last.empty() ? "stream" : std::string(last);
}

std::string camera_device(std::string_view source) { return std::string(source.substr(kCamera.size())); }

}  // namespace mtcnn::media
