#pragma once

#include <memory>

#include "media/record_writer.h"

namespace mtcnn::media {

/// MOTChallenge's text, a row a face without a header: frame (from 1), id (the track's, or -1), left, top, width,
/// height, confidence, and -1 for each of the three coordinates in the world. Of one input, since rows do not name it.
std::unique_ptr<RecordWriter> make_mot_writer(Output& output);

}  // namespace mtcnn::media
