#include "media/record_coco.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "media/json_text.h"

namespace mtcnn::media {
namespace {

void append_image_id(const Record& record, std::string& text) {
  constexpr std::size_t kMostDigits = 18;  // that every reader's integers hold
  const std::string name = frame_name(record);
  const std::string_view stem = std::string_view(name).substr(0, name.rfind('.'));
  const bool is_number = !stem.empty() && stem.size() <= kMostDigits &&
                         std::ranges::all_of(stem, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_number) {
    append_json_string(name, text);
    return;
  }
  const std::size_t first_digit = std::min(stem.find_first_not_of('0'), stem.size() - 1);
  text += stem.substr(first_digit);
}

class CocoWriter : public RecordWriter {
 public:
  explicit CocoWriter(Output& output) : output_(output), is_empty_(output.size() == 0) {}

  void write(const Record& record) override {
    if (record.error || record.faces.empty()) return;
    text_.clear();
    for (std::size_t face = 0; face < record.faces.size(); ++face) {
      text_ += is_empty_ ? "[\n" : ",\n";
      is_empty_ = false;
      append_face(record, face);
    }
    output_.write(text_);
  }

  void finish() override { output_.write(is_empty_ ? "[]\n" : "\n]\n"); }

 private:
  void append_face(const Record& record, std::size_t index) {
    const Face& face = record.faces[index];
    text_ += R"({"image_id":)";
    append_image_id(record, text_);
    text_ += R"(,"category_id":1,"bbox":[)";
    append_json_number(face.box.x, text_);
    for (const float value : {face.box.y, face.box.width, face.box.height}) {
      text_ += ',';
      append_json_number(value, text_);
    }
    text_ += R"(],"score":)";
    append_json_number(face.score, text_);
    text_ += R"(,"keypoints":[)";
    for (std::size_t landmark = 0; landmark < face.landmarks.size(); ++landmark) {
      if (landmark > 0) text_ += ',';
      append_json_number(face.landmarks[landmark].x, text_);
      text_ += ',';
      append_json_number(face.landmarks[landmark].y, text_);
      text_ += ",2";
    }
    text_ += ']';
    if (!record.track_ids.empty()) text_.append(R"(,"track_id":)").append(std::to_string(record.track_ids[index]));
    text_ += '}';
  }

  Output& output_;
  std::string text_;
  bool is_empty_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_coco_writer(Output& output) { return std::make_unique<CocoWriter>(output); }

}  // namespace mtcnn::media
