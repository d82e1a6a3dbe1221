#pragma once

#include <string>

#include "media/record.h"

namespace mtcnn::media {

/// ",bbox_x,bbox_y,bbox_width,bbox_height"
std::string box_column_names();
void append_box_columns(const BoundingBox& box, std::string& text);

/// ",left_eye_x,left_eye_y,right_eye_x,..."
std::string landmark_column_names();
void append_landmark_columns(const Face& face, std::string& text);

}  // namespace mtcnn::media
