#include "media/decoders/ffmpeg_frame.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "image/view.h"
#include "media/decoders/decoders.h"

namespace mtcnn::media {
namespace {

/// FFmpeg's pixel formats that are ours, or that are once only the higher byte of each number is kept.
struct KnownFormat {
  AVPixelFormat ffmpeg;
  PixelFormat picture;
  int bytes;        ///< of a number
  int higher_byte;  ///< of them
};

constexpr KnownFormat kKnownFormats[] = {
    {AV_PIX_FMT_BGR24, PixelFormat::kBgr, 1, 0},     {AV_PIX_FMT_RGB24, PixelFormat::kRgb, 1, 0},
    {AV_PIX_FMT_BGRA, PixelFormat::kBgra, 1, 0},     {AV_PIX_FMT_BGR0, PixelFormat::kBgra, 1, 0},
    {AV_PIX_FMT_RGBA, PixelFormat::kRgba, 1, 0},     {AV_PIX_FMT_RGB0, PixelFormat::kRgba, 1, 0},
    {AV_PIX_FMT_GRAY8, PixelFormat::kGrey, 1, 0},    {AV_PIX_FMT_RGB48LE, PixelFormat::kRgb, 2, 1},
    {AV_PIX_FMT_RGB48BE, PixelFormat::kRgb, 2, 0},   {AV_PIX_FMT_RGBA64LE, PixelFormat::kRgba, 2, 1},
    {AV_PIX_FMT_RGBA64BE, PixelFormat::kRgba, 2, 0}, {AV_PIX_FMT_GRAY16LE, PixelFormat::kGrey, 2, 1},
    {AV_PIX_FMT_GRAY16BE, PixelFormat::kGrey, 2, 0},
};

Picture taken(const AVFrame& frame, PixelFormat format, ZeroedBytes& memory) {
  Picture picture;
  picture.stride = frame.linesize[0];
  picture.width = frame.width;
  picture.height = frame.height;
  picture.format = format;
  picture.pixels = std::move(memory);
  picture.pixels.resize(static_cast<std::size_t>(picture.stride) * static_cast<std::size_t>(picture.height));
  return picture;
}

Picture copied(const AVFrame& frame, const KnownFormat& format) {
  Picture picture = black_picture(frame.width, frame.height, format.picture);
  for (int row = 0; row < frame.height; ++row) {
    const std::uint8_t* const source = frame.data[0] + std::ptrdiff_t{row} * frame.linesize[0];
    std::uint8_t* const target = picture.pixels.data() + row * picture.stride;
    if (format.bytes == 1) {
      std::copy_n(source, picture.stride, target);
    } else {
      for (std::ptrdiff_t number = 0; number < picture.stride; ++number) {
        target[number] = source[number * format.bytes + format.higher_byte];
      }
    }
  }
  return picture;
}

bool is_grey(AVPixelFormat format) {
  const AVPixFmtDescriptor* const description = av_pix_fmt_desc_get(format);
  return description != nullptr && description->nb_components <= 2 &&
         (description->flags & (AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_RGB)) == 0;
}

Picture converted(const AVFrame& frame) {
  // swscale writes in steps of this many bytes, beyond the end of a row if need be.
  constexpr int kAlignment = 64;
  constexpr int kFlags = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT;
  constexpr int kFullRange = 1;
  constexpr int kOne = 1 << 16;  // of swscale's contrast and saturation

  const auto source = static_cast<AVPixelFormat>(frame.format);
  const bool grey = is_grey(source);
  const std::unique_ptr<SwsContext, decltype(&sws_freeContext)> scaler(
      sws_getContext(frame.width, frame.height, source, frame.width, frame.height,
                     grey ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_BGR24, kFlags, nullptr, nullptr, nullptr),
      &sws_freeContext);
  if (!scaler) throw_unsupported(std::string("there is no conversion of pixels in ") + av_get_pix_fmt_name(source));
  // Luma from 16 to 235 is the way of clips; a picture has to say so.
  const int range = frame.color_range == AVCOL_RANGE_MPEG ? 0 : kFullRange;
  sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(frame.colorspace), range,
                           sws_getCoefficients(SWS_CS_DEFAULT), kFullRange, 0, kOne, kOne);

  Picture picture = black_picture(frame.width, frame.height, grey ? PixelFormat::kGrey : PixelFormat::kBgr, kAlignment);
  std::uint8_t* const rows[] = {picture.pixels.data()};
  const int strides[] = {static_cast<int>(picture.stride)};
  sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, rows, strides);
  return picture;
}

}  // namespace

Picture picture_of(const AVFrame& frame, ZeroedBytes* memory) {
  const auto* const known = std::ranges::find(kKnownFormats, frame.format, &KnownFormat::ffmpeg);
  if (known == std::end(kKnownFormats)) return converted(frame);
  return known->bytes == 1 && memory != nullptr ? taken(frame, known->picture, *memory) : copied(frame, *known);
}

}  // namespace mtcnn::media
