#pragma once

#include <memory>

#include "media/record_writer.h"

namespace mtcnn::media {

/// The first columns of OpenFace 2's FeatureExtraction: frame (from 1), face_id (the track's, or else the place in the
/// frame), timestamp, confidence, success; then the box and the landmarks. A frame without faces has one row, with
/// zeros and success 0. Of one input, since there is no column for its name; one that failed has no row.
std::unique_ptr<RecordWriter> make_openface_writer(Output& output);

}  // namespace mtcnn::media
