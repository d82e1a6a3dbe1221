extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

#include "media/decoders/decoders.h"
#include "media/exif.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

template <auto kFree>
struct FreeByAddress {
  template <class Object>
  void operator()(Object* object) const {
    kFree(&object);
  }
};

using FormatContext = std::unique_ptr<AVFormatContext, FreeByAddress<avformat_close_input>>;
using CodecContext = std::unique_ptr<AVCodecContext, FreeByAddress<avcodec_free_context>>;
using Packet = std::unique_ptr<AVPacket, FreeByAddress<av_packet_free>>;
using Frame = std::unique_ptr<AVFrame, FreeByAddress<av_frame_free>>;

std::string error_text(int error) {
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(error, text, sizeof text);
  return text;
}

/// FFmpeg reports what it finds wrong in a log, which it prints unless told otherwise. While one of these lives, the
/// first error that the calling thread's decoders log is kept in it.
class Complaint {
 public:
  Complaint() {
    [[maybe_unused]] static const bool installed = (av_log_set_callback(on_log), true);
    listener() = this;
  }
  ~Complaint() { listener() = nullptr; }
  Complaint(const Complaint&) = delete;
  Complaint& operator=(const Complaint&) = delete;

  /// Empty where there was none.
  const std::string& text() const { return text_; }

 private:
  static void on_log(void*, int level, const char* format, va_list arguments) {
    Complaint* const complaint = listener();
    if (level > AV_LOG_ERROR || complaint == nullptr || !complaint->text_.empty()) return;
    char text[256];
    std::vsnprintf(text, sizeof text, format, arguments);
    complaint->text_ = text;
    while (complaint->text_.ends_with('\n')) complaint->text_.pop_back();
  }

  static Complaint*& listener() {
    thread_local Complaint* complaint = nullptr;
    return complaint;
  }

  std::string text_;
};

/// Still pictures come through demuxers made for a stream of them ("bmp_pipe"), and a few that also read animations.
bool reads_pictures(const AVInputFormat& format) {
  constexpr std::string_view kSuffix = "_pipe";
  const std::string_view name = format.name;
  return name.ends_with(kSuffix) || name == "gif" || name == "apng" || name == "ico";
}

/// The encoded bytes as FFmpeg's input.
class Input {
 public:
  explicit Input(std::span<const std::uint8_t> encoded) : encoded_(encoded) {
    constexpr int kBufferBytes = 1 << 16;
    auto* const buffer = static_cast<unsigned char*>(av_malloc(kBufferBytes));
    io_ = buffer != nullptr ? avio_alloc_context(buffer, kBufferBytes, 0, this, on_read, nullptr, on_seek) : nullptr;
    if (io_ == nullptr) throw std::bad_alloc();
  }
  ~Input() {
    format_.reset();
    av_freep(&io_->buffer);
    avio_context_free(&io_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  AVFormatContext& open() {
    AVFormatContext* context = avformat_alloc_context();
    if (context == nullptr) throw std::bad_alloc();
    context->pb = io_;
    // Frees the context where it fails.
    if (avformat_open_input(&context, "", nullptr, nullptr) < 0) {
      throw Error(ErrorCode::kUnsupported, ErrorStage::kDecode, "the file is in no picture format that is read");
    }
    format_.reset(context);
    return *context;
  }

 private:
  static int on_read(void* opaque, std::uint8_t* buffer, int capacity) {
    auto* const input = static_cast<Input*>(opaque);
    const std::size_t count = std::min(static_cast<std::size_t>(capacity), input->encoded_.size() - input->position_);
    if (count == 0) return AVERROR_EOF;
    std::memcpy(buffer, input->encoded_.data() + input->position_, count);
    input->position_ += count;
    return static_cast<int>(count);
  }

  static std::int64_t on_seek(void* opaque, std::int64_t offset, int whence) {
    auto* const input = static_cast<Input*>(opaque);
    const auto size = static_cast<std::int64_t>(input->encoded_.size());
    if (whence == AVSEEK_SIZE) return size;
    std::int64_t target = offset;
    if (whence == SEEK_CUR) target += static_cast<std::int64_t>(input->position_);
    if (whence == SEEK_END) target += size;
    if (target < 0 || target > size) return AVERROR(EINVAL);
    input->position_ = static_cast<std::size_t>(target);
    return target;
  }

  std::span<const std::uint8_t> encoded_;
  std::size_t position_ = 0;
  AVIOContext* io_ = nullptr;
  FormatContext format_;
};

/// What a decoder found to be too large, as it was about to allocate it.
struct SizeGuard {
  std::uint64_t max_pixels = 0;
  std::uint64_t refused_width = 0;
  std::uint64_t refused_height = 0;
};

int allocate_within_limit(AVCodecContext* codec, AVFrame* frame, int flags) {
  auto* const guard = static_cast<SizeGuard*>(codec->opaque);
  const auto width = static_cast<std::uint64_t>(frame->width);
  const auto height = static_cast<std::uint64_t>(frame->height);
  if (width * height > guard->max_pixels) {
    guard->refused_width = width;
    guard->refused_height = height;
    return AVERROR(ENOMEM);
  }
  return avcodec_default_get_buffer2(codec, frame, flags);
}

Frame decode_first_frame(AVFormatContext& format, const PictureLimits& limits, const Complaint& complaint) {
  const auto stream = std::find_if(format.streams, format.streams + format.nb_streams, [](const AVStream* candidate) {
    return candidate->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
  });
  if (stream == format.streams + format.nb_streams) throw_corrupt("the file holds no picture");
  const AVCodecParameters& parameters = *(*stream)->codecpar;
  const AVCodec* const decoder = avcodec_find_decoder(parameters.codec_id);
  if (decoder == nullptr) {
    throw Error(ErrorCode::kUnsupported, ErrorStage::kDecode,
                std::string("there is no decoder for the picture format ") + avcodec_get_name(parameters.codec_id));
  }

  SizeGuard guard{.max_pixels = limits.max_pixels};
  CodecContext codec(avcodec_alloc_context3(decoder));
  Packet packet(av_packet_alloc());
  Frame frame(av_frame_alloc());
  if (!codec || !packet || !frame) throw std::bad_alloc();
  avcodec_parameters_to_context(codec.get(), &parameters);
  codec->thread_count = 1;
  codec->opaque = &guard;
  codec->get_buffer2 = allocate_within_limit;
  // A decoder that allocates by itself does not ask the guard.
  if ((decoder->capabilities & AV_CODEC_CAP_DR1) == 0) codec->max_pixels = static_cast<std::int64_t>(limits.max_pixels);

  int error = avcodec_open2(codec.get(), decoder, nullptr);
  while (error >= 0) {
    const int read = av_read_frame(&format, packet.get());
    error = avcodec_send_packet(codec.get(), read >= 0 ? packet.get() : nullptr);
    av_packet_unref(packet.get());
    if (error < 0) break;
    error = avcodec_receive_frame(codec.get(), frame.get());
    if (error >= 0) return frame;
    if (error == AVERROR(EAGAIN) && read >= 0) error = 0;  // the decoder wants more
  }
  if (guard.refused_width != 0) check_size(guard.refused_width, guard.refused_height, limits);
  throw_corrupt(std::string("the ") + avcodec_get_name(parameters.codec_id) +
                " picture cannot be decoded: " + (complaint.text().empty() ? error_text(error) : complaint.text()));
}

bool is_grey(AVPixelFormat format) {
  const AVPixFmtDescriptor* const description = av_pix_fmt_desc_get(format);
  return description != nullptr && description->nb_components <= 2 &&
         (description->flags & (AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_RGB)) == 0;
}

Picture converted(const AVFrame& frame) {
  const auto source = static_cast<AVPixelFormat>(frame.format);
  const bool grey = is_grey(source);
  Picture picture = black_picture(frame.width, frame.height, grey ? PixelFormat::kGrey : PixelFormat::kRgb);
  const std::unique_ptr<SwsContext, void (*)(SwsContext*)> scaler(
      sws_getContext(frame.width, frame.height, source, frame.width, frame.height,
                     grey ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_RGB24,
                     SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT, nullptr, nullptr, nullptr),
      sws_freeContext);
  if (!scaler) {
    throw Error(ErrorCode::kUnsupported, ErrorStage::kDecode,
                std::string("there is no conversion of ") + av_get_pix_fmt_name(source) + " pixels");
  }
  std::uint8_t* const rows[] = {picture.pixels.data()};
  const int strides[] = {static_cast<int>(picture.stride)};
  sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, rows, strides);
  return picture;
}

bool is_tiff(std::span<const std::uint8_t> encoded) {
  return encoded.size() >= 4 &&
         (std::memcmp(encoded.data(), "II*\0", 4) == 0 || std::memcmp(encoded.data(), "MM\0*", 4) == 0);
}

}  // namespace

Picture decode_with_ffmpeg(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  const Complaint complaint;
  Input input(encoded);
  AVFormatContext& format = input.open();
  if (!reads_pictures(*format.iformat)) {
    throw Error(ErrorCode::kUnsupported, ErrorStage::kDecode,
                std::string("the file is a clip or another kind of media (") + format.iformat->long_name +
                    "), and only pictures are read");
  }
  const Frame frame = decode_first_frame(format, limits, complaint);
  check_size(static_cast<std::uint64_t>(frame->width), static_cast<std::uint64_t>(frame->height), limits);
  Picture picture = converted(*frame);
  // A TIFF file is laid out as EXIF data are, and says in the same place how it is to be turned.
  if (is_tiff(encoded)) picture.orientation = exif_orientation(encoded);
  if (!complaint.text().empty()) picture.damage = "part of the picture could not be decoded: " + complaint.text();
  return picture;
}

bool ffmpeg_knows_picture(std::span<const std::uint8_t> encoded) {
  const Complaint complaint;
  constexpr std::size_t kProbedBytes = 4096;
  std::vector<std::uint8_t> start(
      encoded.begin(), encoded.begin() + static_cast<std::ptrdiff_t>(std::min(encoded.size(), kProbedBytes)));
  const auto bytes = static_cast<int>(start.size());
  start.resize(start.size() + AVPROBE_PADDING_SIZE);
  const AVProbeData probe{.filename = "", .buf = start.data(), .buf_size = bytes, .mime_type = nullptr};
  const AVInputFormat* const format = av_probe_input_format(&probe, 1);
  return format != nullptr && reads_pictures(*format);
}

}  // namespace mtcnn::media
