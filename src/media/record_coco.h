#pragma once

#include <memory>

#include "media/record_writer.h"

namespace mtcnn::media {

/// COCO's results: one JSON array with an object a face, of category 1, with box, score and the landmarks as keypoints
/// (x, y, visible). The image's id is the number that is its file's name, as COCO's own are, or else that name; for a
/// frame of a clip the name, a colon and the frame's index.
std::unique_ptr<RecordWriter> make_coco_writer(Output& output);

}  // namespace mtcnn::media
