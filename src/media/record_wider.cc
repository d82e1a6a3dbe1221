#include "media/record_wider.h"

#include <algorithm>
#include <string>

#include "media/decimal.h"
#include "media/utf8.h"

namespace mtcnn::media {
namespace {

class WiderWriter : public RecordWriter {
 public:
  explicit WiderWriter(Output& output) : output_(output) {}

  void write(const Record& record) override {
    if (record.error) return;
    text_ = valid_utf8(frame_name(record));
    // A name is a line.
    std::ranges::replace_if(
        text_, [](char character) { return character == '\n' || character == '\r'; }, '?');
    text_.append("\n").append(std::to_string(record.faces.size())).append("\n");
    for (const Face& face : record.faces) {
      for (const float value : {face.box.x, face.box.y, face.box.width, face.box.height}) {
        append_decimal(value, text_);
        text_ += ' ';
      }
      append_decimal(face.score, text_);
      text_ += '\n';
    }
    output_.write(text_);
  }

  void finish() override {}

 private:
  Output& output_;
  std::string text_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_wider_writer(Output& output) { return std::make_unique<WiderWriter>(output); }

}  // namespace mtcnn::media
