#include "support/faces.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace mtcnn::test {
namespace {

double intersection_over_union(const ExpectedFace& a, const BoundingBox& b) {
  const double width = std::min(a.x + a.width, double{b.x} + b.width) - std::max(a.x, double{b.x});
  const double height = std::min(a.y + a.height, double{b.y} + b.height) - std::max(a.y, double{b.y});
  const double shared = std::max(0.0, width) * std::max(0.0, height);
  return shared / (a.width * a.height + double{b.width} * b.height - shared);
}

}  // namespace

Agreement compare(const std::vector<ExpectedFace>& expected, const std::vector<Face>& found) {
  Agreement agreement{.expected_faces = expected.size(), .found_faces = found.size()};
  std::vector<bool> taken(found.size(), false);
  for (const ExpectedFace& face : expected) {
    std::size_t best = found.size();
    double best_iou = 0;
    for (std::size_t index = 0; index < found.size(); ++index) {
      const double iou = intersection_over_union(face, found[index].box);
      if (!taken[index] && iou > best_iou) {
        best = index;
        best_iou = iou;
      }
    }
    agreement.iou = std::min(agreement.iou, best_iou);
    if (best == found.size()) {
      agreement.matched = false;
      continue;
    }
    taken[best] = true;
    agreement.score = std::max(agreement.score, std::abs(face.score - found[best].score));
    for (std::size_t point = 0; point < face.landmarks.size(); ++point) {
      const Point& landmark = found[best].landmarks[point];
      const double apart = std::max(std::abs(face.landmarks[point].first - landmark.x),
                                    std::abs(face.landmarks[point].second - landmark.y));
      agreement.landmark = std::max(agreement.landmark, apart);
    }
  }
  return agreement;
}

bool Agreement::within(const Tolerance& tolerance) const {
  return expected_faces == found_faces && matched && iou >= tolerance.iou && landmark <= tolerance.landmark &&
         score <= tolerance.score;
}

std::string Agreement::text() const {
  std::ostringstream stream;
  stream << found_faces << " of " << expected_faces << " faces, worst 1 - IoU " << 1 - iou << ", landmark " << landmark
         << " px, score " << score;
  return stream.str();
}

}  // namespace mtcnn::test
