#pragma once

#include <array>

namespace mtcnn {

/// A position in pixels of the image as displayed: origin at its top left corner, x to the right, y down.
struct Point {
  float x = 0;
  float y = 0;

  friend bool operator==(const Point&, const Point&) = default;
};

/// A rectangle in pixels of the image as displayed; it may reach beyond the image.
struct BoundingBox {
  float x = 0;  ///< left edge
  float y = 0;  ///< upper edge
  float width = 0;
  float height = 0;

  friend bool operator==(const BoundingBox&, const BoundingBox&) = default;
};

/// The order of `Face::landmarks`. Left means left in the picture, which is the person's right.
enum Landmark { kLeftEye, kRightEye, kNose, kLeftMouth, kRightMouth, kLandmarkCount };

/// One face that was found.
struct Face {
  BoundingBox box;
  float score = 0;  ///< probability of a face, 0 to 1, as the last network gives it
  std::array<Point, kLandmarkCount> landmarks;

  friend bool operator==(const Face&, const Face&) = default;
};

}  // namespace mtcnn
