#pragma once

#include <memory>
#include <string>

#include "media/record_writer.h"

namespace mtcnn::media {

/// Appends the record as one JSON object without line breaks. Numbers that JSON does not have become null, and bytes
/// that are not UTF-8 U+FFFD.
void append_json(const Record& record, std::string& text);

/// JSON Lines: an object and a line break for each record.
std::unique_ptr<RecordWriter> make_json_lines_writer(Output& output);

/// One JSON array of all records, an object a line.
std::unique_ptr<RecordWriter> make_json_array_writer(Output& output);

}  // namespace mtcnn::media
