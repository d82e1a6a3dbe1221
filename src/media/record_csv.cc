#include "media/record_csv.h"

#include <string>
#include <string_view>

#include "media/decimal.h"
#include "media/record_columns.h"
#include "media/utf8.h"

namespace mtcnn::media {
namespace {

constexpr std::string_view kRowEnd = "\r\n";

std::string header() {
  return "source,frame_index,timestamp,width,height,partial,num_faces,face_id,track_id" + box_column_names() +
         ",confidence" + landmark_column_names() + std::string(kRowEnd);
}

void append_quoted_if_needed(std::string_view field, std::string& text) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    text += field;
    return;
  }
  text += '"';
  for (const char character : field) {
    if (character == '"') text += '"';
    text += character;
  }
  text += '"';
}

/// The fields that are the same for all faces of a frame.
std::string frame_fields(const Record& record) {
  std::string text;
  append_quoted_if_needed(valid_utf8(record.source), text);
  text.append(",").append(std::to_string(record.frame_index)).append(",");
  append_decimal(record.timestamp, text);
  text.append(",").append(std::to_string(record.width)).append(",").append(std::to_string(record.height));
  text.append(record.partial ? ",true," : ",false,").append(std::to_string(record.faces.size()));
  return text;
}

class CsvWriter : public RecordWriter {
 public:
  explicit CsvWriter(Output& output) : output_(output) {
    if (output_.size() == 0) output_.write(header());
  }

  void write(const Record& record) override {
    if (record.error || record.faces.empty()) return;
    const std::string frame = frame_fields(record);
    rows_.clear();
    for (std::size_t face = 0; face < record.faces.size(); ++face) {
      rows_.append(frame).append(",").append(std::to_string(face)).append(",");
      if (!record.track_ids.empty()) rows_ += std::to_string(record.track_ids[face]);
      append_box_columns(record.faces[face].box, rows_);
      rows_ += ',';
      append_decimal(record.faces[face].score, rows_);
      append_landmark_columns(record.faces[face], rows_);
      rows_ += kRowEnd;
    }
    output_.write(rows_);
  }

  void finish() override {}

 private:
  Output& output_;
  std::string rows_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_csv_writer(Output& output) { return std::make_unique<CsvWriter>(output); }

}  // namespace mtcnn::media
