#pragma once

#include <memory>

#include "media/record_writer.h"

namespace mtcnn::media {

/// CSV as RFC 4180 has it, in UTF-8: a header, then one row a face, each ended by CR and LF. A frame without faces has
/// no row, nor has an input that failed.
std::unique_ptr<RecordWriter> make_csv_writer(Output& output);

}  // namespace mtcnn::media
