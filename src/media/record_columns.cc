#include "media/record_columns.h"

#include <string_view>

#include "media/decimal.h"

namespace mtcnn::media {

std::string box_column_names() { return ",bbox_x,bbox_y,bbox_width,bbox_height"; }

void append_box_columns(const BoundingBox& box, std::string& text) {
  for (const float value : {box.x, box.y, box.width, box.height}) {
    text += ',';
    append_decimal(value, text);
  }
}

std::string landmark_column_names() {
  std::string text;
  for (const std::string_view landmark : kLandmarkNames) {
    text.append(",").append(landmark).append("_x,").append(landmark).append("_y");
  }
  return text;
}

void append_landmark_columns(const Face& face, std::string& text) {
  for (const Point& landmark : face.landmarks) {
    text += ',';
    append_decimal(landmark.x, text);
    text += ',';
    append_decimal(landmark.y, text);
  }
}

}  // namespace mtcnn::media
