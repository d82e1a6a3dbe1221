#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "media/output.h"
#include "media/record.h"

namespace mtcnn::media {

/// Writes records in one format. Each is passed on at once and whole, so that whoever reads along gets it. What the
/// output throws goes through.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual void write(const Record& record) = 0;

  /// Writes what ends the output; to be called once, after the last record.
  virtual void finish() = 0;
};

/// A format in which records can be written.
struct RecordFormat {
  std::string_view name;
  std::string_view description;
  bool names_inputs;     ///< false where the records of several inputs could not be told apart
  bool has_every_frame;  ///< false where frames without a face and inputs that failed leave no trace

  /// Where the output is not empty, it goes on with what such a writer has written there.
  std::unique_ptr<RecordWriter> (*make_writer)(Output& output);
};

/// Every format, the default first.
std::span<const RecordFormat> record_formats();

/// Throws Error (kNotFound, stage kOptions) that lists the formats there are.
const RecordFormat& find_record_format(std::string_view name);

}  // namespace mtcnn::media
