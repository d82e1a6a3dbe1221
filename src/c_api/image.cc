#include "c_api/image.h"

namespace mtcnn {
namespace {

template <class Enum>
constexpr bool is(Enum value, int number) {
  return static_cast<int>(value) == number;
}

// The numbers of C are those of C++, whose types hold every value of a byte, also those that are none of theirs.
static_assert(is(PixelFormat::kBgr, MTCNN_FORMAT_BGR) && is(PixelFormat::kRgb, MTCNN_FORMAT_RGB) &&
              is(PixelFormat::kBgra, MTCNN_FORMAT_BGRA) && is(PixelFormat::kRgba, MTCNN_FORMAT_RGBA) &&
              is(PixelFormat::kGrey, MTCNN_FORMAT_GREY) && is(PixelFormat::kNv12, MTCNN_FORMAT_NV12) &&
              is(PixelFormat::kI420, MTCNN_FORMAT_I420));
static_assert(is(Orientation::kUpright, MTCNN_ORIENTATION_UPRIGHT) &&
              is(Orientation::kMirrored, MTCNN_ORIENTATION_MIRRORED) &&
              is(Orientation::kRotated180, MTCNN_ORIENTATION_ROTATED_180) &&
              is(Orientation::kFlipped, MTCNN_ORIENTATION_FLIPPED) &&
              is(Orientation::kTransposed, MTCNN_ORIENTATION_TRANSPOSED) &&
              is(Orientation::kRotated90, MTCNN_ORIENTATION_ROTATED_90) &&
              is(Orientation::kTransversed, MTCNN_ORIENTATION_TRANSVERSED) &&
              is(Orientation::kRotated270, MTCNN_ORIENTATION_ROTATED_270));
static_assert(is(LumaRange::kLimited, MTCNN_RANGE_LIMITED) && is(LumaRange::kFull, MTCNN_RANGE_FULL));

/// In C the usual one is 0.
LumaWeights luma_weights(std::uint8_t number) {
  switch (number) {
    case MTCNN_LUMA_BT709:
      return LumaWeights::kBt709;
    case MTCNN_LUMA_BT601:
      return LumaWeights::kBt601;
    default:
      return static_cast<LumaWeights>(number);
  }
}

}  // namespace

ImageView image_view(const mtcnn_image& image) {
  return {.data = image.data,
          .stride = image.stride,
          .width = image.width,
          .height = image.height,
          .format = static_cast<PixelFormat>(image.format),
          .orientation = image.orientation == 0 ? Orientation::kUpright : static_cast<Orientation>(image.orientation),
          .chroma = {image.chroma[0], image.chroma[1]},
          .chroma_strides = {image.chroma_strides[0], image.chroma_strides[1]},
          .luma_weights = luma_weights(image.luma_weights),
          .luma_range = static_cast<LumaRange>(image.luma_range),
          .pixel_stride = image.pixel_stride,
          .colour_stride = image.colour_stride};
}

}  // namespace mtcnn
