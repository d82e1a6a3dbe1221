#include "media/clips/clip_opening.h"

extern "C" {
#include <libavdevice/avdevice.h>
}

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <utility>
#include <vector>

#include "media/clips/demuxing_limit.h"
#include "media/decoders/ffmpeg_format.h"
#include "media/decoders/ffmpeg_log.h"
#include "media/file.h"
#include "media/network.h"
#include "media/picture_name.h"
#include "media/place.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

/// The containers that are opened, as FFmpeg names them: those that hold a clip in one file and refer to no other.
constexpr std::string_view kContainers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,mxf,nut,ivf,obu,av1,h264,hevc,m4v,"
    "mjpeg,"
    "yuv4mpegpipe,dv,gxf,rm,wtv,swf,h263,vc1";

/// Those that say how a stream comes over the network. What they refer to is opened by the network's protocols alone.
constexpr std::string_view kNetworkFormats = ",rtsp,rtp,sdp,hls,dash,live_flv,mpjpeg";

/// What FFmpeg says, with what it means where few would know: recordings that were broken off are the usual case.
std::string explained(const std::string& logged) {
  return logged == "moov atom not found" ? "it breaks off before its index (" + logged + ")" : logged;
}

}  // namespace

bool is_container(std::string_view demuxer) {
  const std::string name = "," + std::string(demuxer.substr(0, demuxer.find(','))) + ",";
  return !demuxer.empty() && ("," + std::string(kContainers) + ",").find(name) != std::string::npos;
}

bool is_jpeg_stream(std::string_view path) {
  const std::string extension = lower_case_extension(path);
  return extension == ".mjpeg" || extension == ".mjpg";
}

OpenClip::OpenClip(const std::string& source, std::function<bool()> is_stopped, int file)
    : source_(source), is_stopped_(std::move(is_stopped)), file_(file) {
  switch (place_of(source)) {
    case Place::kFile:
      open_file();
      break;
    case Place::kStandardInput:
      open_standard_input();
      break;
    case Place::kNetwork:
      open_url();
      break;
    case Place::kCamera:
      open_camera();
      break;
  }
}

void OpenClip::FreeIo::operator()(AVIOContext* io) const {
  av_freep(static_cast<void*>(&io->buffer));
  avio_context_free(&io);
}

void OpenClip::make_context() {
  context_.reset(avformat_alloc_context());
  if (!context_) throw std::bad_alloc();
  if (!is_stopped_) return;
  context_->interrupt_callback.opaque = this;
  context_->interrupt_callback.callback = [](void* self) {
    return static_cast<OpenClip*>(self)->is_stopped_() ? 1 : 0;
  };
}

void OpenClip::open(const char* url, const AVInputFormat* format, Options options) {
  const FfmpegLog log;
  AVFormatContext* context = context_.release();  // frees it where it fails
  const DemuxingLimit limit;
  const int error = avformat_open_input(&context, url, format, options.address());
  if (error >= 0) return context_.reset(context);
  if (error == AVERROR(ENOMEM)) throw std::bad_alloc();

  if (place_of(source_) == Place::kFile && !holds_container()) {
    throw Error(ErrorCode::kCorrupt, ErrorStage::kDecode,
                "the clip cannot be opened: it is in no container of clips that is read")
        .of(source_);
  }
  const std::string logged = log.first_error();
  const ErrorCode code = error == AVERROR_INVALIDDATA        ? ErrorCode::kCorrupt
                         : place_of(source_) == Place::kFile ? ErrorCode::kUnsupported
                                                             : ErrorCode::kUnreadable;
  throw Error(code, ErrorStage::kDecode,
              "the clip cannot be opened: " +
                  (logged.empty() || code == ErrorCode::kUnreadable ? ffmpeg_error_text(error) : explained(logged)))
      .of(shown_source(source_));
}

/// Told by the first bytes.
bool OpenClip::holds_container() const {
  constexpr std::size_t kLongestSignature = 1 << 14;
  const std::vector<std::uint8_t> beginning =
      file_ >= 0 ? read_open_file_beginning(file_, kLongestSignature) : read_file_beginning(source_, kLongestSignature);
  return is_container(ffmpeg_format(beginning).demuxer);
}

void OpenClip::open_file() {
  if (file_ < 0) read_file_beginning(source_, 1);  // throws what is wrong with the file itself
  make_context();
  if (file_ >= 0) {
    read_through([](void* self, std::uint8_t* bytes,
                    int size) { return static_cast<OpenClip*>(self)->read_given_file(bytes, size); },
                 [](void* self, std::int64_t offset, int whence) {
                   return static_cast<OpenClip*>(self)->seek_given_file(offset, whence);
                 });
  }
  Options options;
  options.set("protocol_whitelist", "file");
  options.set("format_whitelist", std::string(kContainers));
  // A path that begins like a URL is still one.
  open(("file:" + source_).c_str(), is_jpeg_stream(source_) ? av_find_input_format("mjpeg") : nullptr,
       std::move(options));
}

void OpenClip::read_through(Read read, Seek seek) {
  constexpr int kBufferSize = 1 << 16;
  auto* const buffer = static_cast<unsigned char*>(av_malloc(kBufferSize));
  if (buffer == nullptr) throw std::bad_alloc();
  io_.reset(avio_alloc_context(buffer, kBufferSize, 0, this, read, nullptr, seek));
  if (!io_) {
    av_free(buffer);
    throw std::bad_alloc();
  }
  context_->pb = io_.get();
}

void OpenClip::open_standard_input() {
  make_context();
  read_through([](void* self, std::uint8_t* bytes,
                  int size) { return static_cast<OpenClip*>(self)->read_standard_input(bytes, size); },
               nullptr);
  Options options;
  options.set("protocol_whitelist", "");
  options.set("format_whitelist", std::string(kContainers));
  open("", nullptr, std::move(options));
}

int OpenClip::read_standard_input(std::uint8_t* bytes, int size) const {
  constexpr int kMillisecondsBetweenQuestions = 100;
  const std::size_t from_beginning =
      take_standard_input_beginning({bytes, static_cast<std::size_t>(std::max(size, 0))});
  if (from_beginning > 0) return static_cast<int>(from_beginning);
  for (;;) {
    if (is_stopped_ && is_stopped_()) return AVERROR_EXIT;
    pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (::poll(&input, 1, kMillisecondsBetweenQuestions) <= 0) continue;
    const ssize_t got = ::read(STDIN_FILENO, bytes, static_cast<std::size_t>(size));
    if (got > 0) return static_cast<int>(got);
    if (got == 0) return AVERROR_EOF;
    if (errno != EINTR && errno != EAGAIN) return AVERROR(errno);
  }
}

int OpenClip::read_given_file(std::uint8_t* bytes, int size) {
  const ssize_t got = ::pread(file_, bytes, static_cast<std::size_t>(size), position_);
  if (got < 0) return AVERROR(errno);
  position_ += got;
  return got > 0 ? static_cast<int>(got) : AVERROR_EOF;
}

std::int64_t OpenClip::seek_given_file(std::int64_t offset, int whence) {
  const std::int64_t size = ::lseek(file_, 0, SEEK_END);
  switch (whence) {
    case SEEK_SET:
      break;
    case SEEK_CUR:
      offset += position_;
      break;
    case SEEK_END:
      offset += size;
      break;
    case AVSEEK_SIZE:
      return size;
    default:
      return AVERROR(EINVAL);
  }
  if (offset < 0) return AVERROR(EINVAL);
  return position_ = offset;
}

void OpenClip::open_url() {
  avformat_network_init();
  make_context();
  Options options = network_options();
  options.set("format_whitelist", std::string(kContainers) + std::string(kNetworkFormats));
  open(source_.c_str(), nullptr, std::move(options));
}

void OpenClip::open_camera() {
  avdevice_register_all();
  const AVInputFormat* const format = av_find_input_format("video4linux2");
  if (format == nullptr) {
    throw Error(ErrorCode::kUnsupported, ErrorStage::kDecode, "FFmpeg reads no cameras on this system").of(source_);
  }
  make_context();
  open(camera_device(source_).c_str(), format, Options());
}

}  // namespace mtcnn::media
