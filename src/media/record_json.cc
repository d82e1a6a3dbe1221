#include "media/record_json.h"

#include <string_view>

#include "media/json_text.h"

namespace mtcnn::media {
namespace {

void append_point(const Point& point, std::string& text) {
  text += '[';
  append_json_number(point.x, text);
  text += ',';
  append_json_number(point.y, text);
  text += ']';
}

void append_face(const Record& record, std::size_t face_id, std::string& text) {
  const Face& face = record.faces[face_id];
  text.append(R"({"face_id":)").append(std::to_string(face_id));
  if (!record.track_ids.empty()) text.append(R"(,"track_id":)").append(std::to_string(record.track_ids[face_id]));
  text += R"(,"bbox":{"x":)";
  append_json_number(face.box.x, text);
  text += R"(,"y":)";
  append_json_number(face.box.y, text);
  text += R"(,"width":)";
  append_json_number(face.box.width, text);
  text += R"(,"height":)";
  append_json_number(face.box.height, text);
  text += R"(,"confidence":)";
  append_json_number(face.score, text);
  text += R"(},"landmarks":{)";
  for (std::size_t landmark = 0; landmark < kLandmarkNames.size(); ++landmark) {
    text.append(landmark == 0 ? "\"" : ",\"").append(kLandmarkNames[landmark]).append("\":");
    append_point(face.landmarks[landmark], text);
  }
  text += "}}";
}

/// The input is the record's source.
void append_error(const Error& error, std::string& text) {
  text.append(R"(,"error":{"code":")").append(name(error.code()));
  text.append(R"(","stage":")").append(name(error.stage())).append(R"(","message":)");
  append_json_string(error.what(), text);
  const ErrorDetails& details = error.details();
  if (!details.where.empty()) append_json_string(details.where, text.append(R"(,"where":)"));
  if (details.limit) append_json_number(*details.limit, text.append(R"(,"limit":)"));
  if (details.actual) append_json_number(*details.actual, text.append(R"(,"actual":)"));
  text += '}';
}

void append_frame(const Record& record, std::string& text) {
  text.append(R"(,"frame_index":)").append(std::to_string(record.frame_index)).append(R"(,"timestamp":)");
  append_json_number(record.timestamp, text);
  text.append(R"(,"width":)").append(std::to_string(record.width));
  text.append(R"(,"height":)").append(std::to_string(record.height));
  if (record.partial) text += R"(,"partial":true)";
  if (record.is_capped) text += R"(,"capped":true)";
  text.append(R"(,"num_faces":)").append(std::to_string(record.faces.size())).append(R"(,"faces":[)");
  for (std::size_t face = 0; face < record.faces.size(); ++face) {
    if (face > 0) text += ',';
    append_face(record, face, text);
  }
  text += ']';
}

class JsonLinesWriter : public RecordWriter {
 public:
  explicit JsonLinesWriter(Output& output) : output_(output) {}

  void write(const Record& record) override {
    text_.clear();
    append_json(record, text_);
    text_ += '\n';
    output_.write(text_);
  }

  void finish() override {}

 private:
  Output& output_;
  std::string text_;
};

class JsonArrayWriter : public RecordWriter {
 public:
  explicit JsonArrayWriter(Output& output) : output_(output), is_empty_(output.size() == 0) {}

  void write(const Record& record) override {
    text_ = is_empty_ ? "[\n" : ",\n";
    append_json(record, text_);
    output_.write(text_);
    is_empty_ = false;
  }

  void finish() override { output_.write(is_empty_ ? "[]\n" : "\n]\n"); }

 private:
  Output& output_;
  std::string text_;
  bool is_empty_;
};

}  // namespace

void append_json(const Record& record, std::string& text) {
  text += R"({"source":)";
  append_json_string(record.source, text);
  if (record.error) {
    append_error(*record.error, text);
  } else {
    append_frame(record, text);
  }
  text += '}';
}

std::unique_ptr<RecordWriter> make_json_lines_writer(Output& output) {
  return std::make_unique<JsonLinesWriter>(output);
}

std::unique_ptr<RecordWriter> make_json_array_writer(Output& output) {
  return std::make_unique<JsonArrayWriter>(output);
}

}  // namespace mtcnn::media
