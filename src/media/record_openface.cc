#include "media/record_openface.h"

#include <string>

#include "media/decimal.h"
#include "media/record_columns.h"

namespace mtcnn::media {
namespace {

class OpenFaceWriter : public RecordWriter {
 public:
  explicit OpenFaceWriter(Output& output) : output_(output) {
    if (output_.size() > 0) return;
    output_.write("frame,face_id,timestamp,confidence,success" + box_column_names() + landmark_column_names() + "\n");
  }

  void write(const Record& record) override {
    if (record.error) return;
    rows_.clear();
    for (std::size_t face = 0; face < record.faces.size(); ++face) {
      const std::int64_t id = record.track_ids.empty() ? static_cast<std::int64_t>(face) : record.track_ids[face];
      append_row(record, id, record.faces[face], true);
    }
    if (record.faces.empty()) append_row(record, 0, {}, false);
    output_.write(rows_);
  }

  void finish() override {}

 private:
  void append_row(const Record& record, std::int64_t id, const Face& face, bool success) {
    rows_.append(std::to_string(record.frame_index + 1)).append(",").append(std::to_string(id)).append(",");
    append_decimal(record.timestamp, rows_);
    rows_ += ',';
    append_decimal(face.score, rows_);
    rows_ += success ? ",1" : ",0";
    append_box_columns(face.box, rows_);
    append_landmark_columns(face, rows_);
    rows_ += '\n';
  }

  Output& output_;
  std::string rows_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_openface_writer(Output& output) { return std::make_unique<OpenFaceWriter>(output); }

}  // namespace mtcnn::media
