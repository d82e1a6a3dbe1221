#include "backends/reference/plain_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "image/pixel_reader.h"

namespace mtcnn::reference {
namespace {

using Colour = std::array<float, 3>;  // red, green, blue

/// (value - 127.5) / 128, exactly rounded once.
float normalise(float value) { return (value - 127.5F) * 0.0078125F; }

/// The picture as displayed, pixel by pixel.
class Picture {
 public:
  explicit Picture(const ImageView& view) : view_(view), pixel_(view) {}

  int width() const { return view_.displayed_width(); }
  int height() const { return view_.displayed_height(); }

  std::array<std::uint8_t, 3> pixel(int x, int y) const { return pixel_(x, y); }

  Colour colour(int x, int y) const {
    const auto [red, green, blue] = pixel(x, y);
    return {static_cast<float>(red), static_cast<float>(green), static_cast<float>(blue)};
  }

  /// Black beyond the borders.
  Colour colour_or_black(int x, int y) const {
    const bool inside = x >= 0 && x < width() && y >= 0 && y < height();
    return inside ? colour(x, y) : Colour{0, 0, 0};
  }

 private:
  const ImageView& view_;
  PixelReader pixel_;
};

/// Where an output position falls between two pixels of an axis.
struct Between {
  int first = 0;
  int second = 0;
  float weight = 0;  ///< of the second
  bool inside = true;
};

/// Alignment::kHalfPixel: `offset` is the region's first pixel, `size` its length. The position is rounded to float32.
Between half_pixel_position(int output, int outputs, int offset, int size) {
  const double scale = 1.0 / (static_cast<double>(outputs) / size);
  const auto position = static_cast<float>((output + 0.5) * scale - 0.5);
  if (position < 0) return {offset, offset, 0};
  const auto first = static_cast<int>(position);
  if (first >= size - 1) return {offset + size - 1, offset + size - 1, 0};
  return {offset + first, offset + first + 1, position - static_cast<float>(first)};
}

/// Alignment::kCorners: the region from `edge1` to `edge2` of an axis with `side` pixels; all in float32.
Between corner_position(int output, int outputs, double edge1, double edge2, int side) {
  const auto last = static_cast<float>(side - 1);
  const auto start = static_cast<float>(edge1 / side);
  const auto end = static_cast<float>(edge2 / side);
  const float step = (end - start) * last / static_cast<float>(outputs - 1);
  const float position = start * last + static_cast<float>(output) * step;
  if (!(position >= 0 && position <= last)) return {.inside = false};
  const float first = std::floor(position);
  return {static_cast<int>(first), static_cast<int>(std::ceil(position)), position - first};
}

/// From `a` to `b` by `weight`, rounded twice.
Colour blend(const Colour& a, const Colour& b, float weight) {
  Colour result;
  for (int channel = 0; channel < 3; ++channel) {
    result[channel] = std::fma(weight, b[channel] - a[channel], a[channel]);
  }
  return result;
}

void put(Map& map, int row, int column, const Colour& normalised) {
  std::copy(normalised.begin(), normalised.end(), map.at(row, column));
}

Colour normalised(const Colour& colour) { return {normalise(colour[0]), normalise(colour[1]), normalise(colour[2])}; }

Map sample_bilinear(const Picture& picture, const Region& region, const Sampling& sampling, const OutputRows& output) {
  const auto between = [&](int index, int outputs, double edge1, double edge2, int side) {
    return sampling.alignment == Alignment::kCorners
               ? corner_position(index, outputs, edge1, edge2, side)
               : half_pixel_position(index, outputs, static_cast<int>(edge1), static_cast<int>(edge2 - edge1));
  };
  Map result(output.rows, output.width, 3);
  for (int row = 0; row < output.rows; ++row) {
    const Between y = between(output.first_row + row, output.height, region.y1, region.y2, picture.height());
    for (int column = 0; column < output.width; ++column) {
      const Between x = between(column, output.width, region.x1, region.x2, picture.width());
      if (!x.inside || !y.inside) {
        put(result, row, column, {0, 0, 0});
        continue;
      }
      const Colour upper =
          blend(picture.colour_or_black(x.first, y.first), picture.colour_or_black(x.second, y.first), x.weight);
      const Colour lower =
          blend(picture.colour_or_black(x.first, y.second), picture.colour_or_black(x.second, y.second), x.weight);
      put(result, row, column, normalised(blend(upper, lower, y.weight)));
    }
  }
  return result;
}

/// The pixels that an output covers whole, from `first` to before `end`.
struct Bin {
  int first = 0;
  int end = 0;
};

Bin whole_pixel_bin(int output, int outputs, int offset, int size) {
  const std::int64_t first = std::int64_t{output} * size / outputs;
  const std::int64_t end = (std::int64_t{output + 1} * size + outputs - 1) / outputs;
  return {offset + static_cast<int>(first), offset + static_cast<int>(end)};
}

Map sample_whole_pixel_means(const Picture& picture, const Region& region, const OutputRows& output) {
  const auto left = static_cast<int>(region.x1);
  const auto top = static_cast<int>(region.y1);
  const auto width = static_cast<int>(region.x2) - left;
  const auto height = static_cast<int>(region.y2) - top;
  Map result(output.rows, output.width, 3);
  for (int row = 0; row < output.rows; ++row) {
    const Bin rows = whole_pixel_bin(output.first_row + row, output.height, top, height);
    for (int column = 0; column < output.width; ++column) {
      const Bin columns = whole_pixel_bin(column, output.width, left, width);
      std::array<std::int64_t, 3> sums{};
      for (int y = rows.first; y < rows.end; ++y) {
        for (int x = columns.first; x < columns.end; ++x) {
          const auto pixel = picture.pixel(x, y);
          for (int channel = 0; channel < 3; ++channel) sums[channel] += pixel[channel];
        }
      }
      const auto count = static_cast<float>(std::int64_t{rows.end - rows.first} * (columns.end - columns.first));
      Colour mean;
      for (int channel = 0; channel < 3; ++channel) mean[channel] = static_cast<float>(sums[channel]) / count;
      put(result, row, column, normalised(mean));
    }
  }
  return result;
}

/// The pixels that an output covers in part, and how much of each.
struct FractionalBin {
  float begin = 0;
  float end = 0;

  int first_pixel() const { return static_cast<int>(std::floor(begin)); }
  int end_pixel(int side) const { return std::min(static_cast<int>(std::ceil(end)), side); }
  float share(int pixel) const {
    const float from = std::max(begin, static_cast<float>(pixel));
    const float to = std::min(end, static_cast<float>(pixel + 1));
    return to - from;
  }
};

FractionalBin fractional_bin(int output, float scale) {
  return {static_cast<float>(output) * scale, static_cast<float>(output + 1) * scale};
}

/// Of whole pictures alone: the mean over fractional pixels is no crop's filter.
Map sample_fractional_means(const Picture& picture, const OutputRows& output) {
  const float scale_x = static_cast<float>(picture.width()) / static_cast<float>(output.width);
  const float scale_y = static_cast<float>(picture.height()) / static_cast<float>(output.height);
  const float area = scale_x * scale_y;
  Map result(output.rows, output.width, 3);
  for (int row = 0; row < output.rows; ++row) {
    const FractionalBin rows = fractional_bin(output.first_row + row, scale_y);
    for (int column = 0; column < output.width; ++column) {
      const FractionalBin columns = fractional_bin(column, scale_x);
      Colour sum{};
      for (int y = rows.first_pixel(); y < rows.end_pixel(picture.height()); ++y) {
        Colour row_sum{};
        for (int x = columns.first_pixel(); x < columns.end_pixel(picture.width()); ++x) {
          const Colour colour = normalised(picture.colour(x, y));
          for (int channel = 0; channel < 3; ++channel) {
            row_sum[channel] = std::fma(columns.share(x), colour[channel], row_sum[channel]);
          }
        }
        for (int channel = 0; channel < 3; ++channel) {
          sum[channel] = std::fma(rows.share(y), row_sum[channel], sum[channel]);
        }
      }
      put(result, row, column, {sum[0] / area, sum[1] / area, sum[2] / area});
    }
  }
  return result;
}

}  // namespace

Map sample(const ImageView& view, const Region& region, const Sampling& sampling, const OutputRows& output) {
  const Picture picture(view);
  switch (sampling.filter) {
    case Filter::kBilinear:
      return sample_bilinear(picture, region, sampling, output);
    case Filter::kWholePixelMean:
      return sample_whole_pixel_means(picture, region, output);
    case Filter::kFractionalMean:
      break;
  }
  return sample_fractional_means(picture, output);
}

}  // namespace mtcnn::reference
