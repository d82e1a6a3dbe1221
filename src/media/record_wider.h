#pragma once

#include <memory>

#include "media/record_writer.h"

namespace mtcnn::media {

/// What WIDER FACE's evaluation reads: for each frame its name, the number of faces, and a line a face with left, top,
/// width, height and score, parted by spaces. A frame of a clip has the clip's name, a colon and its index. There is no
/// place for tracks, nor for inputs that failed.
std::unique_ptr<RecordWriter> make_wider_writer(Output& output);

}  // namespace mtcnn::media
