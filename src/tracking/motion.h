#pragma once

#include "mtcnn/face.h"

namespace mtcnn::tracking {

/// A number that changes at a nearly constant rate, estimated from noisy measurements by a Kalman filter of two states.
class MovingNumber {
 public:
  struct Noise {
    double measurement = 1;  ///< variance of what is measured
    double value = 1;        ///< by which the variance of the value grows from frame to frame
    double rate = 0.01;      ///< the same of its rate
  };

  MovingNumber(double value, const Noise& noise) : noise_(noise), value_(value) {}

  double value() const { return value_; }
  double rate() const { return rate_; }
  void stop() { rate_ = 0; }

  /// To the next frame.
  void predict();

  void update(double measured);

 private:
  // Before anything was seen to move, its rate may be anything.
  static constexpr double kFirstVariance = 10;
  static constexpr double kFirstRateVariance = 1e4;

  Noise noise_;
  double value_;
  double rate_ = 0;
  double variance_ = kFirstVariance;
  double covariance_ = 0;
  double rate_variance_ = kFirstRateVariance;
};

/// Where a box goes, as SORT models it: its centre and its area move at constant rates, its shape stays. In that model
/// the four do not depend on each other, and each has a filter of its own.
class BoxMotion {
 public:
  explicit BoxMotion(const BoundingBox& box);

  /// The box in the next frame.
  BoundingBox predict();

  void update(const BoundingBox& box);

 private:
  MovingNumber x_;
  MovingNumber y_;
  MovingNumber area_;
  MovingNumber shape_;  ///< width over height
};

}  // namespace mtcnn::tracking
