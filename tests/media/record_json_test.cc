#include "media/record_json.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "media/sample_records.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

std::string json_of(const media::Record& record) {
  std::string text;
  media::append_json(record, text);
  return text;
}

TEST(RecordJson, WritesAFrame) {
  EXPECT_EQ(json_of(sample_record({sample_face(10)})),
            R"({"source":"photo.jpg","frame_index":0,"timestamp":0.0,"width":640,"height":480,"num_faces":1,"faces":[)"
            R"({"face_id":0,"bbox":{"x":10.0,"y":20.5,"width":30.0,"height":40.25,"confidence":0.875},)"
            R"("landmarks":{"left_eye":[11.0,2.0],"right_eye":[13.0,4.0],"nose":[15.0,6.0],)"
            R"("left_mouth":[17.0,8.125],"right_mouth":[19.0,10.0]}}]})");
}

TEST(RecordJson, NumbersTheFaces) {
  const auto json = nlohmann::json::parse(json_of(sample_record({sample_face(1), sample_face(2), sample_face(3)})));
  EXPECT_EQ(json["num_faces"], 3);
  ASSERT_EQ(json["faces"].size(), 3);
  for (int face = 0; face < 3; ++face) {
    EXPECT_EQ(json["faces"][face]["face_id"], face);
    EXPECT_EQ(json["faces"][face]["bbox"]["x"], face + 1.0);
  }
}

TEST(RecordJson, WritesAFrameWithoutFaces) {
  EXPECT_EQ(
      json_of(sample_record({})),
      R"({"source":"photo.jpg","frame_index":0,"timestamp":0.0,"width":640,"height":480,"num_faces":0,"faces":[]})");
}

TEST(RecordJson, MarksAPartialFrame) {
  media::Record record = sample_record({});
  EXPECT_FALSE(nlohmann::json::parse(json_of(record)).contains("partial"));
  record.partial = true;
  EXPECT_EQ(nlohmann::json::parse(json_of(record))["partial"], true);
}

TEST(RecordJson, WritesFrameIndexAndTimestamp) {
  media::Record record = sample_record({});
  record.frame_index = 3000000000;
  record.timestamp = 120000000.04;
  const auto json = nlohmann::json::parse(json_of(record));
  EXPECT_EQ(json["frame_index"], 3000000000);
  EXPECT_EQ(json["timestamp"], 120000000.04);
}

TEST(RecordJson, SaysThatProposalsWereLeftOut) {
  media::Record record = sample_record({});
  record.is_capped = true;
  EXPECT_EQ(nlohmann::json::parse(json_of(record))["capped"], true);
}

TEST(RecordJson, WritesAnError) {
  EXPECT_EQ(json_of(failed_record()), R"({"source":"missing.jpg","error":{"code":"not_found","stage":"read",)"
                                      R"("message":"missing.jpg: there is no such file"}})");
}

TEST(RecordJson, EscapesText) {
  media::Record record = failed_record();
  for (int character = 1; character < 128; ++character) record.source += static_cast<char>(character);
  record.source += "顔";
  record.error = Error(ErrorCode::kLimit, ErrorStage::kDecode, "say \"no\" to C:\\",
                       {.where = "frame 3", .limit = 134217728, .actual = 4294836225});
  const auto json = nlohmann::json::parse(json_of(record));
  EXPECT_EQ(json["source"], record.source);
  EXPECT_EQ(json["error"]["message"], record.error->what());
  EXPECT_EQ(json["error"]["where"], "frame 3");
  EXPECT_EQ(json["error"]["limit"], 134217728);
  EXPECT_EQ(json["error"]["actual"], 4294836225);
  EXPECT_EQ(json_of(record).find('\n'), std::string::npos);
}

TEST(RecordJson, StaysJsonWhereAPathIsNotUtf8) {
  media::Record record = failed_record();
  record.source = "bad\xFFname.jpg";
  EXPECT_EQ(nlohmann::json::parse(json_of(record))["source"], "bad\uFFFDname.jpg");
}

TEST(RecordJson, StaysJsonWhereANumberIsNone) {
  Face face = sample_face(1);
  face.box.x = std::numeric_limits<float>::infinity();
  face.landmarks[kNose].y = std::numeric_limits<float>::quiet_NaN();
  const auto json = nlohmann::json::parse(json_of(sample_record({face})));
  EXPECT_TRUE(json["faces"][0]["bbox"]["x"].is_null());
  EXPECT_TRUE(json["faces"][0]["landmarks"]["nose"][1].is_null());
}

TEST(RecordJson, AwkwardFloatsReadBackToTheSameBits) {
  for (const float value : {0.1F, 1.0F / 3, 1e-45F, 3.4028235e38F, 16777217.0F, 179.31952F, -0.0F}) {
    Face face = sample_face(1);
    face.box.x = value;
    const auto json = nlohmann::json::parse(json_of(sample_record({face})));
    EXPECT_EQ(json["faces"][0]["bbox"]["x"].get<float>(), value);
    EXPECT_TRUE(json["faces"][0]["bbox"]["x"].is_number_float());
  }
}

class JsonWriters : public testing::Test {
 protected:
  /// What the writer makes of the records.
  std::string written(std::unique_ptr<media::RecordWriter> (*make_writer)(media::Output&),
                      const std::vector<media::Record>& records) {
    media::Output output = media::Output::to_file(folder_ / "records");
    const auto writer = make_writer(output);
    for (const media::Record& record : records) writer->write(record);
    writer->finish();
    output.close();
    return folder_.read("records");
  }

  TemporaryFolder folder_;
};

TEST_F(JsonWriters, LinesHoldARecordEach) {
  const std::vector<media::Record> records = {sample_record({sample_face(1)}), failed_record(), sample_record({})};
  EXPECT_EQ(written(media::make_json_lines_writer, records),
            json_of(records[0]) + "\n" + json_of(records[1]) + "\n" + json_of(records[2]) + "\n");
  EXPECT_EQ(written(media::make_json_lines_writer, {}), "");
}

TEST_F(JsonWriters, ArrayHoldsAllRecords) {
  const std::vector<media::Record> records = {sample_record({sample_face(1)}), failed_record(), sample_record({})};
  const auto json = nlohmann::json::parse(written(media::make_json_array_writer, records));
  ASSERT_EQ(json.size(), 3);
  for (std::size_t index = 0; index < 3; ++index) {
    EXPECT_EQ(json[index], nlohmann::json::parse(json_of(records[index])));
  }
}

TEST_F(JsonWriters, ArrayOfOneOrNoneIsAnArray) {
  EXPECT_EQ(nlohmann::json::parse(written(media::make_json_array_writer, {failed_record()})).size(), 1);
  EXPECT_EQ(nlohmann::json::parse(written(media::make_json_array_writer, {})), nlohmann::json::array());
}

// What is written is there at once, for whoever reads along.
TEST_F(JsonWriters, HoldNothingBack) {
  for (const auto make_writer : {media::make_json_lines_writer, media::make_json_array_writer}) {
    media::Output output = media::Output::to_file(folder_ / "records");
    make_writer(output)->write(failed_record());
    EXPECT_NE(folder_.read("records").find(json_of(failed_record())), std::string::npos);
  }
}

}  // namespace
}  // namespace mtcnn::test
