#include "media/clips/clip_reader.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/opt.h>
}

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <mutex>
#include <new>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "media/clips/clip_clock.h"
#include "media/clips/clip_opening.h"
#include "media/clips/demuxing_limit.h"
#include "media/decoders/decoders.h"
#include "media/decoders/ffmpeg_format.h"
#include "media/decoders/ffmpeg_log.h"
#include "media/ffmpeg_objects.h"
#include "media/picture_name.h"
#include "media/place.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

/// From the matrix that turns stored positions into displayed ones, (x', y') = (a x + c y, b x + d y): the nearest of
/// the eight ways in which a view can be turned.
Orientation orientation_of(const std::int32_t* matrix) {
  const auto [a, b, c, d] = std::array{matrix[0], matrix[1], matrix[3], matrix[4]};
  if (std::abs(std::int64_t{a}) >= std::abs(std::int64_t{b})) {
    if (a >= 0) return d >= 0 ? Orientation::kUpright : Orientation::kFlipped;
    return d >= 0 ? Orientation::kMirrored : Orientation::kRotated180;
  }
  if (b >= 0) return c >= 0 ? Orientation::kTransposed : Orientation::kRotated90;
  return c >= 0 ? Orientation::kRotated270 : Orientation::kTransversed;
}

Orientation orientation_of(const AVStream& stream) {
  std::size_t size = 0;
  const std::uint8_t* const matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  if (matrix == nullptr || size < 9 * sizeof(std::int32_t)) return Orientation::kUpright;
  return orientation_of(reinterpret_cast<const std::int32_t*>(matrix));
}

}  // namespace

class ClipReader::Decoding final : public Source {
 public:
  Decoding(const std::string& source, const ClipSelection& selection, int threads, Stop is_stopped,
           const PictureLimits& limits, const ClipProvisions& provisions)
      : name_(shown_source(source)),
        selection_(selection),
        limits_(limits),
        is_stopped_(std::move(is_stopped)),
        memory_(provisions.memory),
        clip_(source, is_stopped_, provisions.file),
        file_(&clip_.context()) {
    const FfmpegLog log;
    // What the container says of sizes, before anything of such a size is decoded to find out more.
    for (unsigned index = 0; index < file_->nb_streams; ++index) check_claimed_size(*file_->streams[index]);
    find_streams();
    open_stream();
    open_decoder(threads);
    packet_.reset(av_packet_alloc());
    if (!packet_) throw std::bad_alloc();
    describe();
  }

  const ClipInfo& info() const override { return info_; }
  const ClipTally& tally() const override { return tally_; }

  std::optional<ClipFrame> next() override {
    const FfmpegLog log;
    while (!is_done_ && !is_stopped()) {
      Frame frame = decode_next(log);
      if (!frame) {
        finish(log);
        break;
      }
      const std::int64_t index = tally_.decoded++;
      const std::int64_t ticks = ticks_of(*frame);
      const bool is_damaged = note_damage(*frame);
      if (selection_.end && index + 1 >= *selection_.end) is_done_ = true;
      if (!selection_.contains(index)) continue;
      const double seconds = static_cast<double>(ticks - start_) * av_q2d(stream_->time_base);
      if (selection_.longest && seconds >= *selection_.longest) {
        is_done_ = true;
        break;
      }
      try {
        check_size(frame->width, frame->height, limits_);
        ClipFrame result = clip_frame(std::move(frame), orientation_);
        result.index = index;
        result.ticks = ticks - start_;
        result.timestamp = seconds;
        result.is_damaged = is_damaged;
        result.follows_loss = std::exchange(has_lost_packets_, false);
        return result;
      } catch (const Error& error) {
        throw of_frame(index, error);
      }
    }
    return std::nullopt;
  }

 private:
  bool is_stopped() const { return is_stopped_ && is_stopped_(); }

  [[noreturn]] void fail(ErrorCode code, const std::string& reason) const {
    throw Error(code, ErrorStage::kDecode, reason).of(name_);
  }

  void check_claimed_size(const AVStream& stream) const {
    const AVCodecParameters& claimed = *stream.codecpar;
    if (claimed.codec_type != AVMEDIA_TYPE_VIDEO || claimed.width <= 0 || claimed.height <= 0) return;
    try {
      check_size(claimed.width, claimed.height, limits_);
    } catch (const Error& error) {
      throw error.of(name_);
    }
  }

  /// To find out what is in a clip, FFmpeg decodes some of it.
  void find_streams() {
    std::vector<AVDictionary*> options(file_->nb_streams);
    for (AVDictionary*& of_stream : options) av_dict_set_int(&of_stream, "max_pixels", limits_.max_pixels, 0);
    const DemuxingLimit limit;
    const int found = avformat_find_stream_info(file_, options.data());
    for (AVDictionary*& of_stream : options) av_dict_free(&of_stream);
    if (found == AVERROR(ENOMEM)) throw std::bad_alloc();
    if (found < 0) {
      fail(ErrorCode::kCorrupt, "nothing is known of what is in the clip: " + ffmpeg_error_text(found));
    }
  }

  void open_stream() {
    const int index = av_find_best_stream(file_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (index < 0 || (file_->streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) {
      fail(ErrorCode::kUnsupported, "there is no video in this file");
    }
    stream_ = file_->streams[index];
    for (unsigned other = 0; other < file_->nb_streams; ++other) {
      if (static_cast<int>(other) != index) file_->streams[other]->discard = AVDISCARD_ALL;
    }
    orientation_ = orientation_of(*stream_);
    clock_ = ClipClock(*file_, *stream_);
  }

  void open_decoder(int threads) {
    const AVCodecID id = stream_->codecpar->codec_id;
    info_.codec = avcodec_get_name(id);
    const AVCodec* const decoder = avcodec_find_decoder(id);
    if (decoder == nullptr) fail(ErrorCode::kUnsupported, "FFmpeg lacks a decoder of " + info_.codec);
    decoder_.reset(avcodec_alloc_context3(decoder));
    if (!decoder_ || avcodec_parameters_to_context(decoder_.get(), stream_->codecpar) < 0) throw std::bad_alloc();
    decoder_->pkt_timebase = stream_->time_base;
    decoder_->thread_count = threads;
    // What is damaged is shown, and said to be.
    decoder_->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
    decoder_->opaque = this;
    decoder_->get_buffer2 = allocate_within_limits;
#if LIBAVCODEC_VERSION_MAJOR < 60
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    // Otherwise the decoder's threads wait for each other to ask for memory; in later versions it goes without saying.
    decoder_->thread_safe_callbacks = 1;
#pragma GCC diagnostic pop
#endif
    const int error = avcodec_open2(decoder_.get(), decoder, nullptr);
    if (error == AVERROR(ENOMEM)) throw std::bad_alloc();
    if (error < 0) {
      fail(ErrorCode::kCorrupt, "the decoder of " + info_.codec + " does not start: " + ffmpeg_error_text(error));
    }
  }

  /// Decides on the memory of a frame when the decoder has read how large it is; called by the decoder's threads.
  static int allocate_within_limits(AVCodecContext* codec, AVFrame* frame, int flags) {
    auto* const self = static_cast<Decoding*>(codec->opaque);
    try {
      check_size(frame->width, frame->height, self->limits_);
    } catch (const Error& error) {
      const std::lock_guard lock(self->refusal_mutex_);
      if (!self->refusal_) self->refusal_ = error;
      return AVERROR(EINVAL);
    }
    return self->memory_ != nullptr ? self->memory_->allocate(codec, frame, flags)
                                    : avcodec_default_get_buffer2(codec, frame, flags);
  }

  bool is_refused() {
    const std::lock_guard lock(refusal_mutex_);
    return refusal_.has_value();
  }

  /// What the decoder was refused memory for ends the clip.
  void throw_refusal() {
    const std::lock_guard lock(refusal_mutex_);
    if (refusal_) throw of_frame(tally_.decoded, *refusal_);
  }

  /// The same error, of this frame of the clip.
  Error of_frame(std::int64_t index, const Error& error) const {
    ErrorDetails details = error.details();
    details.where = "frame " + std::to_string(index);
    return Error(error.code(), error.stage(), details.where + ": " + error.what(), details).of(name_);
  }

  void describe() {
    info_.tick_numerator = stream_->time_base.num;
    info_.tick_denominator = stream_->time_base.den;
    if (stream_->nb_frames > 0) info_.frames = stream_->nb_frames;
    info_.likely_frames = info_.frames;
    const AVRational rate = av_guess_frame_rate(file_, stream_, nullptr);
    if (rate.num > 0) info_.frame_rate = av_q2d(rate);
    if (!info_.frames && duration() > 0 && rate.num > 0) {
      info_.likely_frames = std::llround(duration() * av_q2d(rate));
    }
  }

  /// Of the video, in seconds; 0 where nothing says.
  double duration() const {
    if (stream_->duration > 0) return static_cast<double>(stream_->duration) * av_q2d(stream_->time_base);
    return file_->duration > 0 ? static_cast<double>(file_->duration) / AV_TIME_BASE : 0;
  }

  /// None at the end.
  Frame decode_next(const FfmpegLog& log) {
    Frame frame(av_frame_alloc());
    if (!frame) throw std::bad_alloc();
    for (;;) {
      const int error = avcodec_receive_frame(decoder_.get(), frame.get());
      if (error >= 0) return frame;
      if (error == AVERROR_EOF) return nullptr;
      // A decoder that only fails when it is asked for the rest has no more.
      const bool has_no_more = is_drained_ && error != AVERROR(EAGAIN);
      if (error != AVERROR(EAGAIN)) note_lost_packet(error, log);
      if (has_no_more) return nullptr;
      if (!is_drained_) send_packet(log);
    }
  }

  int read_packet() {
    const DemuxingLimit limit;
    return av_read_frame(file_, packet_.get());
  }

  /// The next packet of the video, or word that there are no more.
  void send_packet(const FfmpegLog& log) {
    const bool was_silent = log.first_error().empty();
    int error = read_packet();
    if (error < 0) {
      if (error != AVERROR_EOF) {
        read_error_ = ffmpeg_error_text(error);
      } else if (was_silent) {
        read_error_ = log.first_error();  // some containers tell only there that they break off
      }
      drain();
      return;
    }
    if (packet_->stream_index == stream_->index) {
      if (first_position_ < 0) first_position_ = packet_->pos;
      if ((packet_->flags & AV_PKT_FLAG_CORRUPT) != 0) note_corrupt_packet();
      error = avcodec_send_packet(decoder_.get(), packet_.get());
      if (error < 0 && error != AVERROR(EAGAIN)) note_lost_packet(error, log);
    }
    av_packet_unref(packet_.get());
  }

  void drain() {
    if (std::exchange(is_drained_, true)) return;
    avcodec_send_packet(decoder_.get(), nullptr);
  }

  void note_lost_packet(int error, const FfmpegLog& log) {
    if (error == AVERROR(ENOMEM)) throw std::bad_alloc();
    if (is_refused()) return drain();  // the frames before come first
    has_lost_packets_ = true;
    ++tally_.corrupt;
    if (first_damage_.empty()) {
      const std::string logged = log.first_error();
      first_damage_ = logged.empty() ? ffmpeg_error_text(error) : logged;
    }
  }

  /// Of a packet of which the container says so; the decoder may not notice.
  void note_corrupt_packet() {
    ++tally_.corrupt;
    corrupt_times_.insert(packet_->pts);
    if (first_damage_.empty()) first_damage_ = "bytes are missing";
  }

  /// Counts a frame that is damaged.
  bool note_damage(const AVFrame& frame) {
    if (corrupt_times_.erase(frame.pts) > 0) return true;
    const bool is_damaged = (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags != 0;
    if (is_damaged) ++tally_.corrupt;
    return is_damaged;
  }

  /// When a frame is shown; where it does not say, when the one before it ends.
  std::int64_t ticks_of(const AVFrame& frame) {
    const bool is_timed = is_time(frame.best_effort_timestamp);
    const std::int64_t ticks = is_timed ? clock_.time_of(frame.best_effort_timestamp, next_ticks_) : next_ticks_;
    if (tally_.decoded == 1) start_ = is_time(stream_->start_time) ? stream_->start_time : ticks;
    std::int64_t duration = frame.pkt_duration;
    if (duration <= 0) {
      const AVRational rate = av_guess_frame_rate(file_, stream_, nullptr);
      duration = rate.num > 0 ? av_rescale_q(1, av_inv_q(rate), stream_->time_base) : 1;
    }
    next_ticks_ = std::min(ticks + std::clamp<std::int64_t>(duration, 0, kMostTicks), kMostTicks);
    return ticks;
  }

  /// A transport stream is packets of one size, whose reader says nothing of a last one that is cut off.
  bool ends_within_packet() const {
    if (std::string_view(file_->iformat->name) != "mpegts" || first_position_ < 0) return false;
    std::int64_t packet_size = 0;
    const std::int64_t file_size = avio_size(file_->pb);
    if (av_opt_get_int(file_->priv_data, "ts_packetsize", 0, &packet_size) < 0 || packet_size <= 0) return false;
    return file_size >= first_position_ && (file_size - first_position_) % packet_size != 0;
  }

  /// At the end of the file: says what is missing.
  void finish(const FfmpegLog& log) {
    is_done_ = true;
    if (is_stopped()) return;
    throw_refusal();
    if (tally_.decoded == 0) {
      const std::string logged = log.first_error();
      std::string reason = !first_damage_.empty() ? first_damage_ : !logged.empty() ? logged : read_error_;
      if (reason.empty()) reason = "it has none";
      if (!clip_.is_seekable() && std::string_view(file_->iformat->name).starts_with("mov")) {
        reason +=
            "; from a stream, MP4 is read where its index comes first, as ffmpeg's `-movflags +faststart` puts it";
      }
      fail(ErrorCode::kCorrupt, "no frame of the clip can be decoded: " + reason);
    }
    // Frames that a container lists without showing them, such as those before an edit's start, are not missed.
    const double end = static_cast<double>(next_ticks_ - start_) * av_q2d(stream_->time_base);
    constexpr double kTolerance = 0.5;  // seconds, by which containers may be wrong about their own length
    const bool is_short = info_.frames ? tally_.decoded + tally_.corrupt < *info_.frames && end < duration() - 0.001
                                       : end < duration() - kTolerance;
    const bool breaks_off = is_short || ends_within_packet();
    if (tally_.corrupt == 0 && !breaks_off && read_error_.empty()) return;
    std::string expected;
    if (info_.likely_frames) {
      expected = (info_.frames ? "" : "about ") + std::to_string(*info_.likely_frames) + " frames expected, ";
    }
    tally_.damage = "the clip is damaged: " + expected + std::to_string(tally_.decoded) + " decoded, " +
                    std::to_string(tally_.corrupt) + " corrupt";
    if (breaks_off) tally_.damage += "; it breaks off";
    if (!read_error_.empty()) tally_.damage += " (" + read_error_ + ")";
    if (!first_damage_.empty()) tally_.damage += " (" + first_damage_ + ")";
  }

  std::string name_;
  ClipSelection selection_;
  PictureLimits limits_;
  Stop is_stopped_;
  FrameMemory* memory_;
  OpenClip clip_;
  AVFormatContext* file_;
  AVStream* stream_ = nullptr;
  CodecContext decoder_;
  Packet packet_;
  Orientation orientation_ = Orientation::kUpright;
  ClipInfo info_;
  ClipTally tally_;
  std::int64_t start_ = 0;
  std::int64_t next_ticks_ = 0;
  ClipClock clock_;
  std::int64_t first_position_ = -1;  ///< of a packet of the video, in bytes
  bool is_drained_ = false;           ///< the decoder was told that there are no more packets
  bool is_done_ = false;
  std::string read_error_;
  std::string first_damage_;
  bool has_lost_packets_ = false;  ///< since the last frame
  std::mutex refusal_mutex_;
  std::optional<Error> refusal_;          ///< of a frame that is too large
  std::set<std::int64_t> corrupt_times_;  ///< of packets whose frames are yet to come
};

ClipReader::ClipReader(const std::string& source, const ClipSelection& selection, int threads, Stop is_stopped,
                       const PictureLimits& limits, const ClipProvisions& provisions)
    : source_(std::make_unique<Decoding>(source, selection, threads, std::move(is_stopped), limits, provisions)) {}

std::optional<std::size_t> selected_frames(const ClipSelection& selection, const ClipInfo& info) {
  std::optional<std::int64_t> end = info.likely_frames;
  const auto cut = [&](std::int64_t frames) { end = std::min(end.value_or(frames), frames); };
  if (selection.end) cut(*selection.end);
  if (selection.longest && info.frame_rate > 0) cut(std::llround(std::ceil(*selection.longest * info.frame_rate)));
  if (!end) return std::nullopt;
  const std::int64_t frames = (*end - selection.first + selection.every - 1) / selection.every;
  return static_cast<std::size_t>(std::max<std::int64_t>(frames, 0));
}

bool is_clip(std::string_view path, std::span<const std::uint8_t> beginning) {
  if (is_jpeg_stream(path)) return true;
  if (looks_like_picture(beginning)) return false;
  return has_clip_extension(path) || is_container(ffmpeg_format(beginning).demuxer);
}

}  // namespace mtcnn::media
