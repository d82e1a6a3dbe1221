#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>

#include "media/decoders/decoders.h"
#include "media/exif.h"

namespace mtcnn::media {
namespace {

Orientation orientation(std::span<const std::uint8_t> encoded) {
  const WebPData data{encoded.data(), encoded.size()};
  WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
  const std::unique_ptr<WebPDemuxer, void (*)(WebPDemuxer*)> demuxer(WebPDemuxPartial(&data, &state), WebPDemuxDelete);
  if (!demuxer) return Orientation::kUpright;
  WebPChunkIterator chunk;
  if (WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk) == 0) return Orientation::kUpright;
  const Orientation result = exif_orientation({chunk.chunk.bytes, chunk.chunk.size});
  WebPDemuxReleaseChunkIterator(&chunk);
  return result;
}

/// The first frame, as it is shown on its canvas.
void decode_animation(std::span<const std::uint8_t> encoded, Picture& picture) {
  const WebPData data{encoded.data(), encoded.size()};
  const std::unique_ptr<WebPAnimDecoder, void (*)(WebPAnimDecoder*)> decoder(WebPAnimDecoderNew(&data, nullptr),
                                                                             WebPAnimDecoderDelete);
  std::uint8_t* canvas = nullptr;
  int timestamp = 0;
  if (!decoder || WebPAnimDecoderGetNext(decoder.get(), &canvas, &timestamp) == 0) {
    throw_corrupt("the WebP animation's first frame cannot be decoded");
  }
  std::copy_n(canvas, picture.pixels.size(), picture.pixels.begin());
}

void decode_still(std::span<const std::uint8_t> encoded, Picture& picture) {
  const std::unique_ptr<WebPIDecoder, void (*)(WebPIDecoder*)> decoder(
      WebPINewRGB(MODE_RGB, picture.pixels.data(), picture.pixels.size(), static_cast<int>(picture.stride)),
      WebPIDelete);
  if (!decoder) throw std::bad_alloc();
  if (WebPIUpdate(decoder.get(), encoded.data(), encoded.size()) == VP8_STATUS_OK) return;

  int rows = 0;
  if (WebPIDecGetRGB(decoder.get(), &rows, nullptr, nullptr, nullptr) == nullptr || rows <= 0) {
    throw_corrupt("the WebP cannot be decoded");
  }
  picture.damage = breaks_off(rows, picture.height);
}

}  // namespace

Picture decode_webp(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(encoded.data(), encoded.size(), &features) != VP8_STATUS_OK) {
    throw_corrupt("the WebP's header cannot be read");
  }
  check_size(static_cast<std::uint64_t>(features.width), static_cast<std::uint64_t>(features.height), limits);
  const bool animated = features.has_animation != 0;
  Picture picture = black_picture(features.width, features.height, animated ? PixelFormat::kRgba : PixelFormat::kRgb);
  if (animated) {
    decode_animation(encoded, picture);
  } else {
    decode_still(encoded, picture);
  }
  picture.orientation = orientation(encoded);
  return picture;
}

}  // namespace mtcnn::media
