#include "media/label_placement.h"

#include <algorithm>
#include <array>
#include <limits>

namespace mtcnn::media {
namespace {

double overlap(const Rectangle& a, const Rectangle& b) {
  const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  return std::max(width, 0.0) * std::max(height, 0.0);
}

/// The places around a box, the most usual first.
std::array<Rectangle, 8> places_around(const LabelledBox& labelled) {
  const Rectangle& box = labelled.box;
  const double width = labelled.label_width;
  const double height = labelled.label_height;
  const double above = box.y - height;
  const double below = box.y + box.height;
  const double left = box.x - width;
  const double right = box.x + box.width;
  return {{{box.x, above, width, height},
           {box.x, below, width, height},
           {right - width, above, width, height},
           {right - width, below, width, height},
           {right, box.y, width, height},
           {left, box.y, width, height},
           {right, below - height, width, height},
           {left, below - height, width, height}}};
}

Rectangle moved_inside(Rectangle label, double picture_width, double picture_height) {
  label.x = std::max(0.0, std::min(label.x, picture_width - label.width));
  label.y = std::max(0.0, std::min(label.y, picture_height - label.height));
  return label;
}

/// How much of what matters a label covers. A label over another makes both unreadable, which is worse than one over
/// the edge of a face.
double cost(const Rectangle& label, std::span<const LabelledBox> boxes, std::span<const Rectangle> labels) {
  constexpr double kCostOfLabels = 4;
  double sum = 0;
  for (const LabelledBox& labelled : boxes) sum += overlap(label, labelled.box);
  for (const Rectangle& other : labels) sum += kCostOfLabels * overlap(label, other);
  return sum;
}

}  // namespace

std::vector<Rectangle> place_labels(std::span<const LabelledBox> boxes, double picture_width, double picture_height) {
  std::vector<Rectangle> labels;
  labels.reserve(boxes.size());
  for (const LabelledBox& labelled : boxes) {
    Rectangle best;
    double lowest_cost = std::numeric_limits<double>::infinity();
    for (const Rectangle& place : places_around(labelled)) {
      const Rectangle label = moved_inside(place, picture_width, picture_height);
      const double label_cost = cost(label, boxes, labels);
      if (label_cost < lowest_cost) {
        lowest_cost = label_cost;
        best = label;
      }
    }
    labels.push_back(best);
  }
  return labels;
}

}  // namespace mtcnn::media
