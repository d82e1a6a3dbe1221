#include "tracking/motion.h"

#include <algorithm>
#include <cmath>

namespace mtcnn::tracking {
namespace {

// The variances of SORT (Bewley et al., 2016), in pixels.
constexpr MovingNumber::Noise kCentre{.measurement = 1, .value = 1, .rate = 0.01};
constexpr MovingNumber::Noise kArea{.measurement = 10, .value = 1, .rate = 0.0001};
constexpr MovingNumber::Noise kShape{.measurement = 10, .value = 1, .rate = 0};

double centre_x(const BoundingBox& box) { return box.x + box.width / 2.0; }
double centre_y(const BoundingBox& box) { return box.y + box.height / 2.0; }
double area(const BoundingBox& box) { return static_cast<double>(box.width) * box.height; }
double shape(const BoundingBox& box) { return box.height > 0 ? static_cast<double>(box.width) / box.height : 1; }

}  // namespace

void MovingNumber::predict() {
  value_ += rate_;
  variance_ += 2 * covariance_ + rate_variance_ + noise_.value;
  covariance_ += rate_variance_;
  rate_variance_ += noise_.rate;
}

void MovingNumber::update(double measured) {
  const double surprise = measured - value_;
  const double total = variance_ + noise_.measurement;
  const double gain = variance_ / total;
  const double rate_gain = covariance_ / total;
  value_ += gain * surprise;
  rate_ += rate_gain * surprise;
  rate_variance_ -= rate_gain * covariance_;
  covariance_ -= gain * covariance_;
  variance_ -= gain * variance_;
}

BoxMotion::BoxMotion(const BoundingBox& box)
    : x_(centre_x(box), kCentre), y_(centre_y(box), kCentre), area_(area(box), kArea), shape_(shape(box), kShape) {}

BoundingBox BoxMotion::predict() {
  if (area_.value() + area_.rate() <= 0) area_.stop();
  for (MovingNumber* number : {&x_, &y_, &area_}) number->predict();
  const double width = std::sqrt(std::max(area_.value() * shape_.value(), 0.0));
  const double height = width > 0 ? area_.value() / width : 0;
  return {static_cast<float>(x_.value() - width / 2), static_cast<float>(y_.value() - height / 2),
          static_cast<float>(width), static_cast<float>(height)};
}

void BoxMotion::update(const BoundingBox& box) {
  x_.update(centre_x(box));
  y_.update(centre_y(box));
  area_.update(area(box));
  shape_.update(shape(box));
}

}  // namespace mtcnn::tracking
