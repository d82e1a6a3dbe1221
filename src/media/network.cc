#include "media/network.h"

#include <array>
#include <memory>

#include "media/decoders/ffmpeg_log.h"
#include "media/place.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

constexpr const char* kProtocols = "http,https,httpproxy,tls,tcp,udp,rtp,srtp,rtmp,rtmps,srt,crypto";

using Reading = std::unique_ptr<AVIOContext, FreeByAddress<avio_closep>>;

[[noreturn]] void fail(ErrorCode code, const std::string& url, const std::string& reason,
                       const ErrorDetails& details = {}) {
  throw Error(code, ErrorStage::kRead, reason, details).of(shown_source(url));
}

}  // namespace

Options network_options() {
  constexpr const char* kLongestWait = "10000000";  // microseconds
  Options options;
  options.set("protocol_whitelist", kProtocols);
  options.set("timeout", kLongestWait);
  options.set("rw_timeout", kLongestWait);
  // Whole frames matter more than early ones.
  options.set("rtsp_flags", "prefer_tcp");
  return options;
}

std::vector<std::uint8_t> read_url(const std::string& url, std::size_t max_bytes) {
  const FfmpegLog log;
  Options options = network_options();
  AVIOContext* context = nullptr;
  const int error = avio_open2(&context, url.c_str(), AVIO_FLAG_READ, nullptr, options.address());
  if (error < 0) fail(ErrorCode::kUnreadable, url, "cannot be read: " + ffmpeg_error_text(error));
  const Reading reading(context);

  std::vector<std::uint8_t> bytes;
  std::array<unsigned char, 1 << 16> piece = {};
  for (;;) {
    const int got = avio_read(context, piece.data(), static_cast<int>(piece.size()));
    if (got == AVERROR_EOF) break;
    if (got < 0) fail(ErrorCode::kUnreadable, url, "reading failed: " + ffmpeg_error_text(got));
    bytes.insert(bytes.end(), piece.begin(), piece.begin() + got);
    if (bytes.size() > max_bytes) {
      fail(ErrorCode::kLimit, url, "has more than the " + std::to_string(max_bytes) + " bytes that are read",
           {.limit = static_cast<double>(max_bytes), .actual = static_cast<double>(bytes.size())});
    }
  }
  if (bytes.empty()) fail(ErrorCode::kEmpty, url, "is empty");
  return bytes;
}

}  // namespace mtcnn::media
