#pragma once

#include <string>
#include <vector>

#include "mtcnn/face.h"

namespace mtcnn::test {

/// A face as a peer answered it, in the peer's own precision.
struct ExpectedFace {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  double score = 0;
  std::vector<std::pair<double, double>> landmarks;
};

/// How far two answers may lie apart.
struct Tolerance {
  double iou = 0;       ///< at least
  double landmark = 0;  ///< pixels along an axis, at most
  double score = 0;     ///< at most
};

/// How far they do: the worst over all faces.
struct Agreement {
  std::size_t expected_faces = 0;
  std::size_t found_faces = 0;
  bool matched = true;  ///< every face has a counterpart of its own
  double iou = 1;
  double landmark = 0;
  double score = 0;

  bool within(const Tolerance& tolerance) const;
  std::string text() const;
};

/// Matches the faces one to one, each with the one that it overlaps most.
Agreement compare(const std::vector<ExpectedFace>& expected, const std::vector<Face>& found);

}  // namespace mtcnn::test
