#include "media/clips/clip_frame.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "media/decoders/decoders.h"
#include "media/ffmpeg_objects.h"

namespace mtcnn::media {
namespace {

struct KnownFormat {
  AVPixelFormat ffmpeg;
  PixelFormat ours;
};

constexpr KnownFormat kKnownFormats[] = {
    {AV_PIX_FMT_YUV420P, PixelFormat::kI420}, {AV_PIX_FMT_YUVJ420P, PixelFormat::kI420},
    {AV_PIX_FMT_NV12, PixelFormat::kNv12},    {AV_PIX_FMT_GRAY8, PixelFormat::kGrey},
    {AV_PIX_FMT_BGR24, PixelFormat::kBgr},    {AV_PIX_FMT_RGB24, PixelFormat::kRgb},
    {AV_PIX_FMT_BGRA, PixelFormat::kBgra},    {AV_PIX_FMT_BGR0, PixelFormat::kBgra},
    {AV_PIX_FMT_RGBA, PixelFormat::kRgba},    {AV_PIX_FMT_RGB0, PixelFormat::kRgba},
};

std::optional<PixelFormat> known_format(int format) {
  const auto* const known = std::ranges::find(kKnownFormats, format, &KnownFormat::ffmpeg);
  return known != std::end(kKnownFormats) ? std::optional(known->ours) : std::nullopt;
}

/// The nearest format that is known.
AVPixelFormat nearest_format(const AVPixFmtDescriptor& description) {
  if ((description.flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0) return AV_PIX_FMT_BGR24;
  return description.nb_components <= 2 ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_YUV420P;
}

/// The YUVJ formats of some decoders are old names of the full range.
bool is_full_range(const AVFrame& frame) {
  switch (frame.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P:
      return true;
    default:
      return frame.color_range == AVCOL_RANGE_JPEG;
  }
}

LumaWeights luma_weights_of(const AVFrame& frame) {
  constexpr int kLinesOfHighDefinition = 720;
  switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
    case AVCOL_SPC_BT2020_NCL:  // nearer to BT.709 than to BT.601
    case AVCOL_SPC_BT2020_CL:
      return LumaWeights::kBt709;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_FCC:
      return LumaWeights::kBt601;
    default:
      return frame.height >= kLinesOfHighDefinition ? LumaWeights::kBt709 : LumaWeights::kBt601;
  }
}

std::shared_ptr<const AVFrame> converted(const AVFrame& frame) {
  const auto source = static_cast<AVPixelFormat>(frame.format);
  const AVPixFmtDescriptor* const description = av_pix_fmt_desc_get(source);
  if (description == nullptr) throw_unsupported("the frame is in a pixel format that FFmpeg does not describe");
  const AVPixelFormat target = nearest_format(*description);
  constexpr int kFlags = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT;
  const Scaler scaler(sws_getContext(frame.width, frame.height, source, frame.width, frame.height, target, kFlags,
                                     nullptr, nullptr, nullptr));
  if (!scaler) throw_unsupported(std::string("there is no conversion of pixels in ") + description->name);
  // Matrix and range stay as they are.
  const int* const matrix = sws_getCoefficients(frame.colorspace);
  const int range = is_full_range(frame) ? 1 : 0;
  constexpr int kOne = 1 << 16;  // of swscale's contrast and saturation
  sws_setColorspaceDetails(scaler.get(), matrix, range, matrix, target == AV_PIX_FMT_BGR24 ? 1 : range, 0, kOne, kOne);

  Frame result(av_frame_alloc());
  if (!result) throw std::bad_alloc();
  result->width = frame.width;
  result->height = frame.height;
  result->format = target;
  result->colorspace = frame.colorspace;
  result->color_range = range == 1 ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  if (av_frame_get_buffer(result.get(), 0) < 0) throw std::bad_alloc();
  if (sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, result->data, result->linesize) < 0) {
    throw_unsupported(std::string("pixels in ") + description->name + " cannot be converted");
  }
  return {std::move(result)};
}

}  // namespace

bool is_viewed_as_it_is(int format) { return known_format(format).has_value(); }

ClipFrame clip_frame(std::shared_ptr<const AVFrame> frame, Orientation orientation) {
  if (!is_viewed_as_it_is(frame->format)) frame = converted(*frame);
  const AVFrame& pixels = *frame;
  ClipFrame result;
  result.view = {.data = pixels.data[0],
                 .stride = pixels.linesize[0],
                 .width = pixels.width,
                 .height = pixels.height,
                 .format = *known_format(pixels.format),
                 .orientation = orientation,
                 .chroma = {pixels.data[1], pixels.data[2]},
                 .chroma_strides = {pixels.linesize[1], pixels.linesize[2]},
                 .luma_weights = luma_weights_of(pixels),
                 .luma_range = is_full_range(pixels) ? LumaRange::kFull : LumaRange::kLimited};
  result.pixels = std::move(frame);
  return result;
}

}  // namespace mtcnn::media
