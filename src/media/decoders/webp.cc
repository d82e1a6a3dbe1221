#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>
#include <new>

#include "media/decoders/decoders.h"
#include "media/exif.h"

namespace mtcnn::media {
namespace {

/// What is inside a file, or inside the part of it that there is.
class WebpContainer {
 public:
  explicit WebpContainer(std::span<const std::uint8_t> encoded) {
    const WebPData data{encoded.data(), encoded.size()};
    demuxer_.reset(WebPDemuxPartial(&data, nullptr));
    if (!demuxer_) throw_corrupt("the WebP's header cannot be read");
  }

  int width() const { return static_cast<int>(WebPDemuxGetI(demuxer_.get(), WEBP_FF_CANVAS_WIDTH)); }
  int height() const { return static_cast<int>(WebPDemuxGetI(demuxer_.get(), WEBP_FF_CANVAS_HEIGHT)); }

  Orientation orientation() const {
    WebPChunkIterator chunk;
    if (WebPDemuxGetChunk(demuxer_.get(), "EXIF", 1, &chunk) == 0) return Orientation::kUpright;
    const Orientation orientation = exif_orientation({chunk.chunk.bytes, chunk.chunk.size});
    WebPDemuxReleaseChunkIterator(&chunk);
    return orientation;
  }

  /// The picture, or the first of an animation.
  WebPIterator first_frame() const {
    WebPIterator frame;
    if (WebPDemuxGetFrame(demuxer_.get(), 1, &frame) == 0)
      throw_corrupt("the WebP breaks off before there is anything to decode");
    // It points into the file, and owns nothing.
    WebPDemuxReleaseIterator(&frame);
    return frame;
  }

 private:
  std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> demuxer_{nullptr, &WebPDemuxDelete};
};

/// Puts the frame where it belongs in the picture.
void decode(const WebPIterator& frame, Picture& picture) {
  constexpr int kBytesPerPixel = 3;
  if (frame.x_offset + frame.width > picture.width || frame.y_offset + frame.height > picture.height) {
    throw_corrupt("the WebP's first frame is larger than the picture");
  }
  const std::ptrdiff_t offset = frame.y_offset * picture.stride + std::ptrdiff_t{frame.x_offset} * kBytesPerPixel;
  const std::unique_ptr<WebPIDecoder, decltype(&WebPIDelete)> decoder(
      WebPINewRGB(MODE_RGB, picture.pixels.data() + offset, picture.pixels.size() - static_cast<std::size_t>(offset),
                  static_cast<int>(picture.stride)),
      &WebPIDelete);
  if (!decoder) throw std::bad_alloc();
  if (WebPIUpdate(decoder.get(), frame.fragment.bytes, frame.fragment.size) == VP8_STATUS_OK) return;

  int rows = 0;
  if (WebPIDecGetRGB(decoder.get(), &rows, nullptr, nullptr, nullptr) == nullptr || rows <= 0) {
    throw_corrupt("the WebP ends or is damaged before its first row");
  }
  note_break(picture, frame.y_offset + rows);
}

}  // namespace

Picture decode_webp(std::span<const std::uint8_t> encoded, const PictureLimits& limits) {
  const WebpContainer container(encoded);
  check_size(container.width(), container.height(), limits);
  const WebPIterator frame = container.first_frame();
  Picture picture = black_picture(container.width(), container.height(), PixelFormat::kRgb);
  decode(frame, picture);
  picture.orientation = container.orientation();
  return picture;
}

}  // namespace mtcnn::media
