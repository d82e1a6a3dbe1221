#include "honest_image.h"

#include <algorithm>
#include <array>
#include <limits>

namespace mtcnn::fuzz {
namespace {

/// Planes that are larger are not given memory; their description is made one that must be refused.
constexpr std::int64_t kMostBytes = 1 << 20;

bool has_chroma(const mtcnn_image& image) {
  return image.format == MTCNN_FORMAT_NV12 || image.format == MTCNN_FORMAT_I420;
}

int packed_bytes(std::uint8_t format) {
  switch (format) {
    case MTCNN_FORMAT_BGR:
    case MTCNN_FORMAT_RGB:
      return 3;
    case MTCNN_FORMAT_BGRA:
    case MTCNN_FORMAT_RGBA:
      return 4;
    default:
      return 1;
  }
}

/// One way in which bytes repeat: so many times, so far apart.
struct Repetition {
  std::int64_t count;
  std::int64_t distance;
};

/// `distance * (count - 1)`; none where that is beyond 64 bits.
std::optional<std::int64_t> reach(const Repetition& repetition) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(repetition.distance, repetition.count - 1, &result)) return std::nullopt;
  return result;
}

}  // namespace

HonestImage::HonestImage(Input& input) {
  describe(input);
  allocate(input);
}

void HonestImage::describe(Input& input) {
  const auto side = [&] { return input.choice(8) == 0 ? input.number<std::int32_t>() : input.choice(72); };
  view_.width = side();
  view_.height = side();
  view_.format = static_cast<std::uint8_t>(input.choice(8) == 0 ? input.number<std::uint8_t>() : input.choice(7));
  view_.orientation = static_cast<std::uint8_t>(input.choice(10));
  view_.luma_weights = static_cast<std::uint8_t>(input.choice(3));
  view_.luma_range = static_cast<std::uint8_t>(input.choice(3));
  // Around the shortest that there can be, or anything.
  const auto stride = [&](std::int64_t shortest) -> std::ptrdiff_t {
    if (input.choice(8) == 0) return input.number<std::int64_t>();
    const std::int64_t longer = shortest + input.choice(16) - 2;
    return input.choice(4) == 0 ? -longer : longer;
  };
  view_.stride = stride(std::int64_t{view_.width} * packed_bytes(view_.format));
  if (has_chroma(view_)) {
    const std::int64_t columns = (std::int64_t{view_.width} + 1) / 2;
    for (std::ptrdiff_t& chroma_stride : view_.chroma_strides) {
      chroma_stride = stride(columns * (view_.format == MTCNN_FORMAT_NV12 ? 2 : 1));
    }
  }
  if (input.choice(4) == 0) view_.pixel_stride = stride(packed_bytes(view_.format));
  if (input.choice(4) == 0) view_.colour_stride = stride(1);
}

void HonestImage::allocate(Input& input) {
  const auto extent_of = [&](std::array<Repetition, 3> repetitions) -> std::optional<Extent> {
    Extent extent = {0, 1};
    for (const Repetition& repetition : repetitions) {
      const std::optional<std::int64_t> distance = reach(repetition);
      if (!distance) return std::nullopt;
      std::int64_t& end = *distance < 0 ? extent.begin : extent.end;
      if (__builtin_add_overflow(end, *distance, &end)) return std::nullopt;
    }
    std::int64_t bytes = 0;
    if (__builtin_sub_overflow(extent.end, extent.begin, &bytes)) return std::nullopt;
    return extent;
  };
  const std::int64_t width = std::clamp(view_.width, 1, 1 << 15);
  const std::int64_t height = std::clamp(view_.height, 1, 1 << 15);
  const int packed = packed_bytes(view_.format);
  const bool is_packed = view_.pixel_stride == 0 && view_.colour_stride == 0;
  view_.data =
      plane(extent_of({Repetition{height, view_.stride},
                       {width, view_.pixel_stride != 0 ? view_.pixel_stride : packed},
                       {is_packed ? packed : std::min(packed, 3), view_.colour_stride != 0 ? view_.colour_stride : 1}}),
            input);
  if (!has_chroma(view_)) return;
  const bool is_interleaved = view_.format == MTCNN_FORMAT_NV12;
  for (int index = 0; index < (is_interleaved ? 1 : 2); ++index) {
    view_.chroma[index] = plane(extent_of({Repetition{(height + 1) / 2, view_.chroma_strides[index]},
                                           {(width + 1) / 2, is_interleaved ? 2 : 1},
                                           {is_interleaved ? 2 : 1, 1}}),
                                input);
  }
}

const std::uint8_t* HonestImage::plane(const std::optional<Extent>& extent, Input& input) {
  if (input.choice(32) == 1) return nullptr;
  if (!extent) can_be_ = false;
  const bool is_large = extent && extent->end - extent->begin > kMostBytes;
  if (is_large) view_.width = 0;
  if (!extent || is_large) return planes_.emplace_back(std::make_unique<std::uint8_t[]>(1)).get();
  const auto size = static_cast<std::size_t>(extent->end - extent->begin);
  std::uint8_t* const bytes = planes_.emplace_back(new std::uint8_t[size]).get();
  const std::span<const std::uint8_t> some = input.bytes(std::min<std::size_t>(size, 256));
  for (std::size_t index = 0; index < size; ++index) bytes[index] = some.empty() ? 0 : some[index % some.size()];
  return bytes - extent->begin;
}

}  // namespace mtcnn::fuzz
