// The formats of other projects.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "media/record_writer.h"
#include "media/sample_records.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using Json = nlohmann::json;

std::string written(std::string_view format, const std::vector<media::Record>& records) {
  const TemporaryFolder folder;
  media::Output output = media::Output::to_file(folder / "records");
  const auto writer = media::find_record_format(format).make_writer(output);
  for (const media::Record& record : records) writer->write(record);
  writer->finish();
  output.close();
  return folder.read("records");
}

media::Record clip_record(std::int64_t index, std::vector<Face> faces, std::vector<std::int64_t> track_ids = {}) {
  media::Record record = sample_record(std::move(faces));
  record.source = "clips/walk.mp4";
  record.is_of_clip = true;
  record.frame_index = index;
  record.timestamp = 0.04 * static_cast<double>(index);
  record.track_ids = std::move(track_ids);
  return record;
}

constexpr const char* kOpenFaceHeader =
    "frame,face_id,timestamp,confidence,success,bbox_x,bbox_y,bbox_width,bbox_height,left_eye_x,left_eye_y,"
    "right_eye_x,right_eye_y,nose_x,nose_y,left_mouth_x,left_mouth_y,right_mouth_x,right_mouth_y\n";

TEST(RecordOpenFace, HasARowForEachFaceAndForEachFrameWithoutOne) {
  EXPECT_EQ(
      written("openface", {clip_record(0, {sample_face(10), sample_face(90)}), failed_record(), clip_record(1, {})}),
      std::string(kOpenFaceHeader) +
          "1,0,0.0,0.875,1,10.0,20.5,30.0,40.25,11.0,2.0,13.0,4.0,15.0,6.0,17.0,8.125,19.0,10.0\n"
          "1,1,0.0,0.875,1,90.0,20.5,30.0,40.25,91.0,2.0,93.0,4.0,95.0,6.0,97.0,8.125,99.0,10.0\n"
          "2,0,0.04,0.0,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n");
}

TEST(RecordOpenFace, TheFacesIdIsItsTracks) {
  EXPECT_THAT(written("openface", {clip_record(4, {sample_face(10)}, {7})}),
              testing::HasSubstr("\n5,7,0.16,0.875,1,10.0"));
}

// MOTChallenge counts frames, tracks and pixels from 1.
TEST(RecordMot, HasARowAFace) {
  EXPECT_EQ(written("mot", {clip_record(0, {sample_face(10)}), clip_record(1, {}), failed_record(),
                            clip_record(2, {sample_face(1), sample_face(2)}, {3, 12})}),
            "1,-1,11.0,21.5,30.0,40.25,0.875,-1,-1,-1\n"
            "3,3,2.0,21.5,30.0,40.25,0.875,-1,-1,-1\n"
            "3,12,3.0,21.5,30.0,40.25,0.875,-1,-1,-1\n");
}

TEST(RecordCoco, IsAnArrayOfResults) {
  const Json results =
      Json::parse(written("coco", {sample_record({sample_face(10)}), failed_record(), sample_record({}),
                                   clip_record(17, {sample_face(1), sample_face(2)}, {3, 4})}));
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0], Json::parse(R"({"image_id": "photo.jpg", "category_id": 1, "bbox": [10.0, 20.5, 30.0, 40.25],
      "score": 0.875, "keypoints": [11.0, 2.0, 2, 13.0, 4.0, 2, 15.0, 6.0, 2, 17.0, 8.125, 2, 19.0, 10.0, 2]})"));
  EXPECT_EQ(results[1]["image_id"], "walk.mp4:17");
  EXPECT_EQ(results[2]["track_id"], 4);
}

TEST(RecordCoco, NumbersForNamesBecomeIds) {
  const auto id_of = [](const std::string& source) {
    media::Record record = sample_record({sample_face(1)});
    record.source = source;
    return Json::parse(written("coco", {record}))[0]["image_id"];
  };
  EXPECT_EQ(id_of("val2017/000000397133.jpg"), 397133);
  EXPECT_EQ(id_of("0.png"), 0);
  EXPECT_EQ(id_of("12a.png"), "12a.png");
  EXPECT_EQ(id_of("1234567890123456789.png"), "1234567890123456789.png");
}

TEST(RecordCoco, OfNothingIsAnEmptyArray) { EXPECT_EQ(written("coco", {failed_record()}), "[]\n"); }

TEST(RecordWider, HasNameCountAndFaces) {
  media::Record broken_name = sample_record({});
  broken_name.source = "two\nlines.jpg";
  EXPECT_EQ(written("wider", {sample_record({sample_face(10)}), failed_record(), clip_record(3, {}), broken_name}),
            "photo.jpg\n1\n10.0 20.5 30.0 40.25 0.875\n"
            "walk.mp4:3\n0\n"
            "two?lines.jpg\n0\n");
}

TEST(RecordFormats, TracksAreInJsonAndCsv) {
  const media::Record record = clip_record(0, {sample_face(1), sample_face(2)}, {5, 6});
  EXPECT_EQ(Json::parse(written("jsonl", {record}))["faces"][1]["track_id"], 6);
  EXPECT_THAT(written("csv", {record}), testing::HasSubstr(",2,1,6,2.0,20.5"));
}

}  // namespace
}  // namespace mtcnn::test
