#include "media/clips/sound_copier.h"

#include <algorithm>
#include <cmath>
#include <new>

#include "media/clips/demuxing_limit.h"
#include "media/decoders/ffmpeg_log.h"
#include "media/place.h"

namespace mtcnn::media {

SoundCopier::SoundCopier(const std::string& source, AVFormatContext& output) : output_(&output) {
  if (is_stream(source)) {
    note_ = "the sound is left out, because a stream cannot be read twice";
    return;
  }
  const FfmpegLog quiet;
  Options options;
  options.set("protocol_whitelist", "file");
  AVFormatContext* context = nullptr;
  const DemuxingLimit limit;
  const int error = avformat_open_input(&context, ("file:" + source).c_str(), nullptr, options.address());
  if (error < 0) return;
  file_.reset(context);
  if (avformat_find_stream_info(context, nullptr) < 0) return;

  const int video = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  const int sound = av_find_best_stream(context, AVMEDIA_TYPE_AUDIO, -1, video, nullptr, 0);
  if (video < 0 || sound < 0) return;
  const AVStream& video_stream = *context->streams[video];
  source_stream_ = context->streams[sound];
  clock_ = ClipClock(*context, *source_stream_);
  if (video_stream.start_time != AV_NOPTS_VALUE) {
    video_start_ = static_cast<double>(video_stream.start_time) * av_q2d(video_stream.time_base);
  }
  const AVCodecID codec = source_stream_->codecpar->codec_id;
  if (avformat_query_codec(output.oformat, codec, FF_COMPLIANCE_NORMAL) != 1) {
    note_ = std::string("the sound (") + avcodec_get_name(codec) + ") is left out, because MP4 cannot hold it";
    return;
  }
  for (unsigned other = 0; other < context->nb_streams; ++other) {
    if (static_cast<int>(other) != sound) context->streams[other]->discard = AVDISCARD_ALL;
  }
  output_stream_ = avformat_new_stream(&output, nullptr);
  packet_.reset(av_packet_alloc());
  if (output_stream_ == nullptr || !packet_ ||
      avcodec_parameters_copy(output_stream_->codecpar, source_stream_->codecpar) < 0) {
    throw std::bad_alloc();
  }
  output_stream_->codecpar->codec_tag = 0;
  output_stream_->time_base = source_stream_->time_base;
}

bool SoundCopier::read_packet() {
  const DemuxingLimit limit;
  while (av_read_frame(file_.get(), packet_.get()) >= 0) {
    if (packet_->stream_index == source_stream_->index && is_time(packet_->pts)) {
      const std::int64_t time = clock_.time_of(packet_->pts, next_pts_);
      packet_->dts = is_time(packet_->dts) ? packet_->dts + (time - packet_->pts) : AV_NOPTS_VALUE;
      packet_->pts = time;
      packet_->duration = std::clamp<std::int64_t>(packet_->duration, 0, kMostTicks);
      next_pts_ = std::min(time + packet_->duration, kMostTicks);
      return true;
    }
    av_packet_unref(packet_.get());
  }
  return false;
}

int SoundCopier::copy_until(double seconds) {
  if (output_stream_ == nullptr) return 0;
  const FfmpegLog quiet;
  if (first_ < 0) first_ = seconds;
  const double tick = av_q2d(source_stream_->time_base);
  constexpr auto kMost = static_cast<double>(kMostTicks);
  const std::int64_t start = std::llround(std::clamp(video_start_ / tick, -kMost, kMost));
  while (has_packet_ || read_packet()) {
    const double end = static_cast<double>(packet_->pts + packet_->duration - start) * tick;
    has_packet_ = static_cast<double>(packet_->pts - start) * tick > seconds;
    if (has_packet_) return 0;
    // Half a packet before the first frame belongs to it.
    if (first_ > 0 && end <= first_) {
      av_packet_unref(packet_.get());
      continue;
    }
    packet_->pts -= start;
    packet_->dts = packet_->dts == AV_NOPTS_VALUE ? packet_->pts : packet_->dts - start;
    av_packet_rescale_ts(packet_.get(), source_stream_->time_base, output_stream_->time_base);
    packet_->stream_index = output_stream_->index;
    packet_->pos = -1;
    if (const int error = av_interleaved_write_frame(output_, packet_.get()); error < 0) return error;
  }
  return 0;
}

}  // namespace mtcnn::media
