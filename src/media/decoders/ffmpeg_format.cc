#include "media/decoders/ffmpeg_format.h"

extern "C" {
#include <libavformat/avformat.h>
}

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "media/decoders/ffmpeg_log.h"

namespace mtcnn::media {
namespace {

struct PictureDemuxer {
  std::string_view name;
  AVCodecID codec;
};

/// The demuxers of still pictures whose files are, as they are, what the decoder takes. So no demuxer is ever opened:
/// some fetch what a file refers to. Left out are those for whose decoders a file may end anywhere without a word (EXR,
/// PCX, Sun raster), drawings (what it costs to paint an SVG is not told by its size), and rarities without a sample.
constexpr PictureDemuxer kPictureDemuxers[] = {
    {"alias_pix", AV_CODEC_ID_ALIAS_PIX},
    {"bmp_pipe", AV_CODEC_ID_BMP},
    {"dds_pipe", AV_CODEC_ID_DDS},
    {"dpx_pipe", AV_CODEC_ID_DPX},
    {"gif", AV_CODEC_ID_GIF},
    {"gif_pipe", AV_CODEC_ID_GIF},
    {"j2k_pipe", AV_CODEC_ID_JPEG2000},
    {"jpegls_pipe", AV_CODEC_ID_JPEGLS},
    {"jpegxl_pipe", AV_CODEC_ID_JPEGXL},
    {"pbm_pipe", AV_CODEC_ID_PBM},
    {"pfm_pipe", AV_CODEC_ID_PFM},
    {"pgm_pipe", AV_CODEC_ID_PGM},
    {"ppm_pipe", AV_CODEC_ID_PPM},
    {"psd_pipe", AV_CODEC_ID_PSD},
    {"qoi_pipe", AV_CODEC_ID_QOI},
    {"sgi_pipe", AV_CODEC_ID_SGI},
    {"tiff_pipe", AV_CODEC_ID_TIFF},
    {"xbm_pipe", AV_CODEC_ID_XBM},
    {"xpm_pipe", AV_CODEC_ID_XPM},
    {"xwd_pipe", AV_CODEC_ID_XWD},
};

/// Formats that FFmpeg decodes, and of which it does not tell the bytes.
AVCodecID codec_of_signature(std::string_view bytes) {
  constexpr std::string_view kTargaEnd{"TRUEVISION-XFILE.\0", 18};
  if (bytes.starts_with("P7\n")) return AV_CODEC_ID_PAM;
  if (bytes.ends_with(kTargaEnd)) return AV_CODEC_ID_TARGA;
  return AV_CODEC_ID_NONE;
}

}  // namespace

FfmpegFormat ffmpeg_format(std::span<const std::uint8_t> encoded) {
  const FfmpegLog quiet;
  const AVCodecID codec = codec_of_signature({reinterpret_cast<const char*>(encoded.data()), encoded.size()});
  if (codec != AV_CODEC_ID_NONE) return {codec, {}, {}};

  constexpr std::size_t kProbedBytes = 1 << 14;
  const std::span<const std::uint8_t> probed = encoded.first(std::min(encoded.size(), kProbedBytes));
  std::vector<std::uint8_t> start(probed.begin(), probed.end());
  start.resize(probed.size() + AVPROBE_PADDING_SIZE);
  const AVProbeData probe{
      .filename = "", .buf = start.data(), .buf_size = static_cast<int>(probed.size()), .mime_type = nullptr};
  int score = 0;
  const AVInputFormat* const format = av_probe_input_format3(&probe, 1, &score);
  if (format == nullptr) return {};
  const auto* const picture =
      std::ranges::find(kPictureDemuxers, std::string_view(format->name), &PictureDemuxer::name);
  if (picture != std::end(kPictureDemuxers)) return {picture->codec, {}, {}};
  // A lower score is a guess, which most texts get as well.
  if (score <= AVPROBE_SCORE_RETRY) return {};
  return {AV_CODEC_ID_NONE, format->long_name, format->name};
}

}  // namespace mtcnn::media
