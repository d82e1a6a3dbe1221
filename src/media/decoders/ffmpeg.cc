#include <algorithm>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <system_error>

#include "media/decoders/decoders.h"
#include "media/decoders/ffmpeg_end.h"
#include "media/decoders/ffmpeg_format.h"
#include "media/decoders/ffmpeg_frame.h"
#include "media/decoders/ffmpeg_log.h"
#include "media/decoders/ffmpeg_memory.h"
#include "media/exif.h"
#include "media/ffmpeg_objects.h"
#include "media/headers/picture_header.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

/// The whole file as one packet, which FFmpeg wants to own, and with room behind it.
Packet packet_of(std::span<const std::uint8_t> encoded) {
  if (encoded.size() > INT_MAX - AV_INPUT_BUFFER_PADDING_SIZE) {
    throw Error(ErrorCode::kLimit, ErrorStage::kDecode,
                "the file has " + std::to_string(encoded.size()) + " bytes, more than FFmpeg takes",
                {.limit = INT_MAX - AV_INPUT_BUFFER_PADDING_SIZE, .actual = static_cast<double>(encoded.size())});
  }
  Packet packet(av_packet_alloc());
  if (!packet || av_new_packet(packet.get(), static_cast<int>(encoded.size())) < 0) throw std::bad_alloc();
  std::memcpy(packet->data, encoded.data(), encoded.size());
  return packet;
}

/// Decides on the memory of a picture when the decoder has read how large it is.
struct Gatekeeper {
  PictureLimits limits;
  PictureMemory& memory;
  std::exception_ptr refusal = {};  ///< which must not cross the decoder
};

int allocate_within_limits(AVCodecContext* codec, AVFrame* frame, int flags) {
  auto* const gatekeeper = static_cast<Gatekeeper*>(codec->opaque);
  try {
    check_size(frame->width, frame->height, gatekeeper->limits);
  } catch (...) {
    gatekeeper->refusal = std::current_exception();
    return AVERROR(EINVAL);
  }
  return gatekeeper->memory.allocate(codec, frame, flags);
}

/// Of a size that FFmpeg refuses by itself, it gives no other word than "Picture size 1x2 is invalid".
std::optional<PictureSize> refused_size(std::string_view logged) {
  constexpr std::string_view kBefore = "Picture size ";
  if (!logged.starts_with(kBefore)) return std::nullopt;
  const char* const end = logged.data() + logged.size();
  PictureSize size;
  const auto [between, no_width] = std::from_chars(logged.data() + kBefore.size(), end, size.width);
  if (no_width != std::errc() || between == end || *between != 'x') return std::nullopt;
  const auto [rest, no_height] = std::from_chars(between + 1, end, size.height);
  if (no_height != std::errc()) return std::nullopt;
  return size;
}

[[noreturn]] void fail(AVCodecID id, int error, const FfmpegLog& log, const PictureLimits& limits) {
  const std::string logged = log.first_error();
  if (const auto size = refused_size(logged)) check_size(size->width, size->height, limits);

  if (error == AVERROR(ENOMEM)) throw std::bad_alloc();
  const std::string message = std::string("the ") + avcodec_get_name(id) +
                              " picture cannot be decoded: " + (logged.empty() ? ffmpeg_error_text(error) : logged);
  if (error == AVERROR_PATCHWELCOME) throw_unsupported(message);
  throw_corrupt(message);
}

Frame decode(std::span<const std::uint8_t> encoded, AVCodecID id, const PictureLimits& limits, const FfmpegLog& log,
             PictureMemory& memory) {
  const AVCodec* const decoder = avcodec_find_decoder(id);
  if (decoder == nullptr) throw_unsupported(std::string("FFmpeg lacks a decoder of ") + avcodec_get_name(id));
  const Packet packet = packet_of(encoded);
  Gatekeeper gatekeeper{limits, memory};
  const CodecContext codec(avcodec_alloc_context3(decoder));
  Frame frame(av_frame_alloc());
  if (!codec || !frame) throw std::bad_alloc();
  codec->thread_count = 1;  // the log is kept for this thread
  codec->opaque = &gatekeeper;
  codec->get_buffer2 = allocate_within_limits;

  int error = avcodec_open2(codec.get(), decoder, nullptr);
  if (error >= 0) error = avcodec_send_packet(codec.get(), packet.get());
  if (error >= 0) error = avcodec_send_packet(codec.get(), nullptr);
  if (error >= 0) error = avcodec_receive_frame(codec.get(), frame.get());
  if (gatekeeper.refusal) std::rethrow_exception(gatekeeper.refusal);
  if (error < 0) fail(id, error, log, limits);
  return frame;
}

/// Of what the header claims. Where it is more than so many bytes can hold, nearly all of the picture is missing.
void check_header(std::span<const std::uint8_t> encoded, AVCodecID codec, const PictureLimits& limits) {
  constexpr std::int64_t kFewPixels = std::int64_t{1} << 20;  // that cost little, whatever holds them
  const std::optional<PictureSize> size = picture_size(encoded, codec);
  if (!size) return;
  check_size(size->width, size->height, limits);
  const std::optional<std::int64_t> density = most_pixels_per_byte(codec);
  const std::int64_t pixels = size->width * size->height;
  const auto bytes = static_cast<std::int64_t>(encoded.size());
  if (!density || pixels <= std::max(kFewPixels, *density * bytes)) return;
  throw Error(ErrorCode::kCorrupt, ErrorStage::kDecode,
              "the picture claims to have " + std::to_string(size->width) + "x" + std::to_string(size->height) +
                  " pixels, and the file has " + std::to_string(bytes) + " bytes",
              {.where = "header"});
}

/// FFmpeg's decoder passes over the pixels of such a picture without a word.
void refuse_jpeg_in_tiff(std::span<const std::uint8_t> encoded) {
  constexpr std::uint16_t kCompressionTag = 0x0103;
  constexpr int kOldJpeg = 6;
  constexpr int kJpeg = 7;
  const int compression = exif_number(encoded, kCompressionTag).value_or(0);
  if (compression == kOldJpeg || compression == kJpeg) throw_unsupported("a TIFF with JPEG inside is not read");
}

}  // namespace

Picture decode_with_ffmpeg(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  const FfmpegFormat format = ffmpeg_format(encoded);
  if (format.picture_codec == AV_CODEC_ID_NONE) {
    throw_unsupported(format.description.empty()
                          ? "the file is in no format of pictures or clips that is read"
                          : "the file holds neither a picture nor a clip (" + format.description + ")");
  }
  const bool is_tiff = format.picture_codec == AV_CODEC_ID_TIFF;
  if (is_tiff) refuse_jpeg_in_tiff(encoded);

  check_header(encoded, format.picture_codec, limits);

  const FfmpegLog log;
  PictureMemory memory;
  const Frame frame = decode(encoded, format.picture_codec, limits, log, memory);
  Picture picture = picture_of(*frame, memory.of(*frame));
  if (const std::string error = log.first_error(); !error.empty()) {
    picture.damage = "part of the picture could not be decoded: " + error;
  } else if (ends_early(encoded, format.picture_codec)) {
    picture.damage = "the file ends before the picture does";
  }
  // A TIFF file is laid out as EXIF data are, and says in the same place how it is to be turned.
  if (is_tiff) picture.orientation = exif_orientation(encoded);
  return picture;
}

bool ffmpeg_knows_picture(std::span<const std::uint8_t> encoded) {
  return ffmpeg_format(encoded).picture_codec != AV_CODEC_ID_NONE;
}

}  // namespace mtcnn::media
