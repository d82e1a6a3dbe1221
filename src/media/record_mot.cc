#include "media/record_mot.h"

#include <string>

#include "media/decimal.h"
#include "media/record_columns.h"

namespace mtcnn::media {
namespace {

/// MOTChallenge counts pixels, as it does frames, from 1.
BoundingBox from_one(BoundingBox box) {
  ++box.x;
  ++box.y;
  return box;
}

class MotWriter : public RecordWriter {
 public:
  explicit MotWriter(Output& output) : output_(output) {}

  void write(const Record& record) override {
    if (record.error || record.faces.empty()) return;
    rows_.clear();
    for (std::size_t face = 0; face < record.faces.size(); ++face) {
      const std::int64_t id = record.track_ids.empty() ? -1 : record.track_ids[face];
      rows_.append(std::to_string(record.frame_index + 1)).append(",").append(std::to_string(id));
      append_box_columns(from_one(record.faces[face].box), rows_);
      rows_ += ',';
      append_decimal(record.faces[face].score, rows_);
      rows_ += ",-1,-1,-1\n";
    }
    output_.write(rows_);
  }

  void finish() override {}

 private:
  Output& output_;
  std::string rows_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_mot_writer(Output& output) { return std::make_unique<MotWriter>(output); }

}  // namespace mtcnn::media
