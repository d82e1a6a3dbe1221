#include "raster/face_crop.h"

#include <cmath>
#include <complex>
#include <cstdint>

#include "image/pixel_reader.h"
#include "mtcnn/error.h"

namespace mtcnn::raster {
namespace {

// A point is a complex number: a product then turns and scales, and a sum moves.
using Place = std::complex<double>;

constexpr double kTemplateSide = 112;

/// Where ArcFace's training crops have the landmarks (Deng et al., 2019; InsightFace's alignment template).
constexpr std::array<std::array<double, 2>, kLandmarkCount> kTemplate = {{
    {38.2946, 51.6963},
    {73.5318, 51.5014},
    {56.0252, 71.7366},
    {41.5493, 92.3655},
    {70.7299, 92.2041},
}};

/// From places in the crop to places in the picture: factor * place + shift.
struct Similarity {
  Place factor;
  Place shift;

  Place operator()(const Place& place) const { return factor * place + shift; }
};

/// Where the crop has the landmark, counted as pixels' centres are: those of the first one are at 0, 0.
Place target_of(std::size_t landmark, const CropShape& shape) {
  const double scale = shape.side / (kTemplateSide * (1 + 2 * shape.margin));
  const double margin = shape.margin * kTemplateSide;
  return {scale * (kTemplate[landmark][0] + margin), scale * (kTemplate[landmark][1] + margin)};
}

/// The inverse of the transform that brings the landmarks nearest to their targets.
Similarity fit(const std::array<Point, kLandmarkCount>& landmarks, const CropShape& shape) {
  Place mean_source;
  Place mean_target;
  for (std::size_t landmark = 0; landmark < landmarks.size(); ++landmark) {
    mean_source += Place(landmarks[landmark].x, landmarks[landmark].y) / double{kLandmarkCount};
    mean_target += target_of(landmark, shape) / double{kLandmarkCount};
  }
  Place product;
  double spread = 0;
  for (std::size_t landmark = 0; landmark < landmarks.size(); ++landmark) {
    const Place source = Place(landmarks[landmark].x, landmarks[landmark].y) - mean_source;
    product += std::conj(source) * (target_of(landmark, shape) - mean_target);
    spread += std::norm(source);
  }
  const Place factor = spread / product;
  if (!std::isfinite(factor.real()) || !std::isfinite(factor.imag()) || factor == 0.0) {
    throw Error(ErrorCode::kInvalidArgument, ErrorStage::kWrite, "the landmarks of the face say no direction");
  }
  return {factor, mean_source - factor * mean_target};
}

/// Colours of a picture between its pixels.
class Sampler {
 public:
  explicit Sampler(const ImageView& image)
      : pixel_(image), width_(image.displayed_width()), height_(image.displayed_height()) {}

  /// Red, green and blue.
  std::array<double, 3> operator()(const Place& place) const {
    const double left = std::floor(place.real());
    const double top = std::floor(place.imag());
    std::array<double, 3> sum{};
    for (const int down : {0, 1}) {
      for (const int right : {0, 1}) {
        const double weight = (1 - std::abs(place.real() - left - right)) * (1 - std::abs(place.imag() - top - down));
        add(left + right, top + down, weight, sum);
      }
    }
    return sum;
  }

 private:
  void add(double x, double y, double weight, std::array<double, 3>& sum) const {
    if (!(x >= 0 && y >= 0 && x < width_ && y < height_)) return;
    const auto colours = pixel_(static_cast<int>(x), static_cast<int>(y));
    for (std::size_t colour = 0; colour < colours.size(); ++colour) sum[colour] += weight * colours[colour];
  }

  PixelReader pixel_;
  int width_;
  int height_;
};

}  // namespace

Canvas crop_face(const ImageView& image, const std::array<Point, kLandmarkCount>& landmarks, const CropShape& shape) {
  const Similarity place_in_picture = fit(landmarks, shape);
  const Sampler sample(image);
  Canvas canvas{shape.side, shape.side, {}};
  canvas.pixels.reserve(static_cast<std::size_t>(canvas.stride()) * static_cast<std::size_t>(shape.side));
  for (int y = 0; y < shape.side; ++y) {
    for (int x = 0; x < shape.side; ++x) {
      const auto [red, green, blue] = sample(place_in_picture({static_cast<double>(x), static_cast<double>(y)}));
      for (const double colour : {blue, green, red})
        canvas.pixels.push_back(static_cast<std::uint8_t>(std::lround(colour)));
      canvas.pixels.push_back(255);
    }
  }
  return canvas;
}

}  // namespace mtcnn::raster
