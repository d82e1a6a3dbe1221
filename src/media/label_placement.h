#pragma once

#include <span>
#include <vector>

namespace mtcnn::media {

struct Rectangle {
  double x = 0;  ///< left edge
  double y = 0;  ///< upper edge
  double width = 0;
  double height = 0;
};

/// A box, and the size of the label that is to stand beside it.
struct LabelledBox {
  Rectangle box;
  double label_width = 0;
  double label_height = 0;
};

/// Where the label of each box goes: inside the picture as far as it fits, touching its box, and covering as little of
/// the boxes and of the labels before it as there is a place for. Above the box wherever that is as good as any.
std::vector<Rectangle> place_labels(std::span<const LabelledBox> boxes, double picture_width, double picture_height);

}  // namespace mtcnn::media
