#include "media/clips/clip_writer.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
}

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

#include "media/clips/sound_copier.h"
#include "media/decoders/ffmpeg_log.h"
#include "media/ffmpeg_objects.h"
#include "media/file.h"
#include "media/file_descriptor.h"
#include "media/output.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

struct FreeOutput {
  void operator()(AVFormatContext* context) const {
    if (context->pb != nullptr) avio_closep(&context->pb);
    avformat_free_context(context);
  }
};
using OutputContext = std::unique_ptr<AVFormatContext, FreeOutput>;

constexpr int even(int side) { return (side + 1) / 2 * 2; }

/// A canvas with another column or row where a side is odd, the last one repeated.
raster::Canvas with_even_sides(const raster::Canvas& canvas) {
  raster::Canvas result{even(canvas.width), even(canvas.height), {}};
  result.pixels.resize(static_cast<std::size_t>(result.stride()) * result.height);
  for (int y = 0; y < result.height; ++y) {
    const std::uint8_t* const row = canvas.pixels.data() + std::min(y, canvas.height - 1) * canvas.stride();
    std::uint8_t* const target = result.pixels.data() + y * result.stride();
    std::copy_n(row, canvas.stride(), target);
    if (result.width > canvas.width) std::copy_n(row + canvas.stride() - 4, 4, target + canvas.stride());
  }
  return result;
}

}  // namespace

class ClipWriter::Implementation {
 public:
  Implementation(const std::string& path, const std::string& source, const ClipInfo& info, int threads)
      : path_(path), part_(part_path(path)), source_(source), info_(info), threads_(threads) {}

  ~Implementation() {
    if (is_finished_ || !claim_.is_open()) return;
    output_.reset();
    ::unlink(part_.c_str());
  }

  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  void write(const raster::Canvas& canvas, std::int64_t ticks) {
    const FfmpegLog log;
    if (canvas.width % 2 != 0 || canvas.height % 2 != 0) return write_even(with_even_sides(canvas), ticks);
    write_even(canvas, ticks);
  }

  void finish() {
    const FfmpegLog log;
    encode(nullptr);
    check(sound_->copy_until(static_cast<double>(last_ticks_ + ticks_of_a_frame()) * seconds_of_a_tick()), "writing");
    check(av_write_trailer(output_.get()), "writing");
    // What did not fit is told when the file is closed, if not before.
    check(avio_closep(&output_->pb), "writing");
    output_.reset();
    rename_file(part_, path_);
    is_finished_ = true;
  }

  bool has_frames() const { return has_frames_; }
  const std::string& note() const { return note_; }

 private:
  [[noreturn]] void fail(const std::string& reason) const {
    throw Error(ErrorCode::kUnwritable, ErrorStage::kWrite, path_ + ": " + reason);
  }

  void check(int error, const char* what) const {
    if (error >= 0) return;
    fail(std::string(what) + " the clip failed: " + ffmpeg_error_text(error));
  }

  double seconds_of_a_tick() const { return static_cast<double>(info_.tick_numerator) / info_.tick_denominator; }

  std::int64_t ticks_of_a_frame() const {
    if (info_.frame_rate <= 0) return 1;
    return std::max<std::int64_t>(std::llround(1 / (info_.frame_rate * seconds_of_a_tick())), 1);
  }

  /// Takes the unfinished file for this run alone, as long as it is written: of two that write it at once neither would
  /// have a clip.
  void claim() {
    constexpr mode_t kReadableAndWritable = 0666;  // less what the user's umask takes away
    for (;;) {
      FileDescriptor file(::open(part_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, kReadableAndWritable));
      if (!file.is_open()) fail(std::generic_category().message(errno));
      if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
        fail(errno == EWOULDBLOCK ? "another run is writing to it" : std::generic_category().message(errno));
      }
      // Unless another run finished it, or gave it up, since it was opened.
      struct stat status = {};
      const bool is_known = ::fstat(file.number(), &status) == 0;
      if (!is_known || file_identity(part_) != FileIdentity{status.st_dev, status.st_ino}) continue;
      claim_ = std::move(file);
      return;
    }
  }

  /// The size of the clip is known with its first frame.
  void open(int width, int height) {
    claim();
    AVFormatContext* context = nullptr;
    check(avformat_alloc_output_context2(&context, nullptr, "mp4", part_.c_str()), "starting");
    output_.reset(context);
    open_encoder(width, height);
    sound_.emplace(source_, *context);
    note_ = sound_->note();
    if (const int error = avio_open(&context->pb, ("file:" + part_).c_str(), AVIO_FLAG_WRITE); error < 0) {
      fail(ffmpeg_error_text(error));
    }
    AVDictionary* options = nullptr;
    av_dict_set(&options, "movflags", "+faststart", 0);
    const int error = avformat_write_header(context, &options);
    av_dict_free(&options);
    check(error, "starting");
  }

  void open_encoder(int width, int height) {
    const AVCodec* encoder = avcodec_find_encoder_by_name("libx264");
    if (encoder == nullptr) encoder = avcodec_find_encoder(AV_CODEC_ID_H264);
    if (encoder == nullptr) {
      throw Error(ErrorCode::kUnsupported, ErrorStage::kWrite, path_ + ": FFmpeg lacks an encoder of H.264");
    }
    encoder_.reset(avcodec_alloc_context3(encoder));
    frame_.reset(av_frame_alloc());
    packet_.reset(av_packet_alloc());
    if (!encoder_ || !frame_ || !packet_) throw std::bad_alloc();

    constexpr int kLinesOfHighDefinition = 720;
    const bool is_high_definition = height >= kLinesOfHighDefinition;
    encoder_->width = width;
    encoder_->height = height;
    encoder_->pix_fmt = AV_PIX_FMT_YUV420P;
    encoder_->time_base = {info_.tick_numerator, info_.tick_denominator};
    if (info_.frame_rate > 0) encoder_->framerate = av_d2q(info_.frame_rate, 100000);
    encoder_->color_range = AVCOL_RANGE_MPEG;
    encoder_->colorspace = is_high_definition ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
    encoder_->color_primaries = is_high_definition ? AVCOL_PRI_BT709 : AVCOL_PRI_SMPTE170M;
    encoder_->color_trc = is_high_definition ? AVCOL_TRC_BT709 : AVCOL_TRC_SMPTE170M;
    encoder_->thread_count = threads_;
    if ((output_->oformat->flags & AVFMT_GLOBALHEADER) != 0) encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    av_opt_set(encoder_->priv_data, "preset", "veryfast", 0);
    av_opt_set(encoder_->priv_data, "crf", "18", 0);
    check(avcodec_open2(encoder_.get(), encoder, nullptr), "encoding");

    stream_ = avformat_new_stream(output_.get(), nullptr);
    if (stream_ == nullptr || avcodec_parameters_from_context(stream_->codecpar, encoder_.get()) < 0) {
      throw std::bad_alloc();
    }
    stream_->time_base = encoder_->time_base;
    stream_->avg_frame_rate = encoder_->framerate;

    frame_->width = width;
    frame_->height = height;
    frame_->format = encoder_->pix_fmt;
    frame_->colorspace = encoder_->colorspace;
    frame_->color_range = encoder_->color_range;
    if (av_frame_get_buffer(frame_.get(), 0) < 0) throw std::bad_alloc();
  }

  void write_even(const raster::Canvas& canvas, std::int64_t ticks) {
    if (!output_) open(canvas.width, canvas.height);
    if (av_frame_make_writable(frame_.get()) < 0) throw std::bad_alloc();
    convert(canvas);
    // Two frames at one time cannot be told apart.
    last_ticks_ = has_frames_ ? std::max(ticks, last_ticks_ + 1) : ticks;
    has_frames_ = true;
    frame_->pts = last_ticks_;
    encode(frame_.get());
    check(sound_->copy_until(static_cast<double>(last_ticks_) * seconds_of_a_tick()), "writing");
  }

  /// Fits the canvas into the frame: it fills it, unless the size of the clip has changed.
  void convert(const raster::Canvas& canvas) {
    const double scale = std::min(static_cast<double>(frame_->width) / canvas.width,
                                  static_cast<double>(frame_->height) / canvas.height);
    const int width = std::clamp(even(static_cast<int>(canvas.width * scale)), 2, frame_->width);
    const int height = std::clamp(even(static_cast<int>(canvas.height * scale)), 2, frame_->height);
    if (width != frame_->width || height != frame_->height) fill_with_black();
    const int x = (frame_->width - width) / 4 * 2;
    const int y = (frame_->height - height) / 4 * 2;

    scaler_.reset(sws_getCachedContext(scaler_.release(), canvas.width, canvas.height, AV_PIX_FMT_BGR0, width, height,
                                       AV_PIX_FMT_YUV420P, SWS_BILINEAR | SWS_ACCURATE_RND, nullptr, nullptr, nullptr));
    if (!scaler_) throw std::bad_alloc();
    constexpr int kFullRange = 1;
    constexpr int kLimitedRange = 0;
    constexpr int kOne = 1 << 16;  // of swscale's contrast and saturation
    sws_setColorspaceDetails(scaler_.get(), sws_getCoefficients(SWS_CS_DEFAULT), kFullRange,
                             sws_getCoefficients(frame_->colorspace), kLimitedRange, 0, kOne, kOne);
    const std::uint8_t* const rows[] = {canvas.pixels.data()};
    const int strides[] = {static_cast<int>(canvas.stride())};
    std::uint8_t* const planes[] = {frame_->data[0] + std::ptrdiff_t{y} * frame_->linesize[0] + x,
                                    frame_->data[1] + std::ptrdiff_t{y} / 2 * frame_->linesize[1] + x / 2,
                                    frame_->data[2] + std::ptrdiff_t{y} / 2 * frame_->linesize[2] + x / 2};
    sws_scale(scaler_.get(), rows, strides, 0, canvas.height, planes, frame_->linesize);
  }

  void fill_with_black() {
    const std::ptrdiff_t strides[] = {frame_->linesize[0], frame_->linesize[1], frame_->linesize[2]};
    av_image_fill_black(frame_->data, strides, AV_PIX_FMT_YUV420P, frame_->color_range, frame_->width, frame_->height);
  }

  /// Nothing ends the clip.
  void encode(const AVFrame* frame) {
    check(avcodec_send_frame(encoder_.get(), frame), "encoding");
    for (;;) {
      const int error = avcodec_receive_packet(encoder_.get(), packet_.get());
      if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return;
      check(error, "encoding");
      if (packet_->duration == 0) packet_->duration = ticks_of_a_frame();
      av_packet_rescale_ts(packet_.get(), encoder_->time_base, stream_->time_base);
      packet_->stream_index = stream_->index;
      check(av_interleaved_write_frame(output_.get(), packet_.get()), "writing");
    }
  }

  std::string path_;
  std::string part_;
  std::string source_;
  ClipInfo info_;
  int threads_;
  FileDescriptor claim_{-1};  ///< open, and locked, as long as the unfinished file is this run's
  OutputContext output_;
  CodecContext encoder_;
  AVStream* stream_ = nullptr;
  std::optional<SoundCopier> sound_;
  Scaler scaler_;
  Frame frame_;
  Packet packet_;
  std::int64_t last_ticks_ = 0;
  bool has_frames_ = false;
  bool is_finished_ = false;
  std::string note_;
};

ClipWriter::ClipWriter(const std::string& path, const std::string& source, const ClipInfo& info, int threads)
    : implementation_(std::make_unique<Implementation>(path, source, info, threads)) {}
ClipWriter::~ClipWriter() = default;
ClipWriter::ClipWriter(ClipWriter&&) noexcept = default;
ClipWriter& ClipWriter::operator=(ClipWriter&&) noexcept = default;

void ClipWriter::write(const raster::Canvas& canvas, std::int64_t ticks) { implementation_->write(canvas, ticks); }
bool ClipWriter::has_frames() const { return implementation_->has_frames(); }
void ClipWriter::finish() { implementation_->finish(); }
const std::string& ClipWriter::note() const { return implementation_->note(); }

}  // namespace mtcnn::media
