#include "media/record_csv.h"

#include <gtest/gtest.h>

#include "media/sample_records.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

constexpr const char* kHeader =
    "source,frame_index,timestamp,width,height,partial,num_faces,face_id,track_id,"
    "bbox_x,bbox_y,bbox_width,bbox_height,confidence,"
    "left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,"
    "left_mouth_x,left_mouth_y,right_mouth_x,right_mouth_y\r\n";

std::string csv_of(const std::vector<media::Record>& records) {
  const TemporaryFolder folder;
  media::Output output = media::Output::to_file(folder / "records.csv");
  const auto writer = media::make_csv_writer(output);
  for (const media::Record& record : records) writer->write(record);
  writer->finish();
  output.close();
  return folder.read("records.csv");
}

TEST(RecordCsv, HasAHeaderEvenWithoutRecords) { EXPECT_EQ(csv_of({}), kHeader); }

TEST(RecordCsv, WritesARowAFace) {
  EXPECT_EQ(csv_of({sample_record({sample_face(10), sample_face(100.5F)})}),
            std::string(kHeader) +
                "photo.jpg,0,0.0,640,480,false,2,0,,10.0,20.5,30.0,40.25,0.875,"
                "11.0,2.0,13.0,4.0,15.0,6.0,17.0,8.125,19.0,10.0\r\n"
                "photo.jpg,0,0.0,640,480,false,2,1,,100.5,20.5,30.0,40.25,0.875,"
                "101.5,2.0,103.5,4.0,105.5,6.0,107.5,8.125,109.5,10.0\r\n");
}

TEST(RecordCsv, LeavesOutWhatHasNoFace) {
  EXPECT_EQ(csv_of({sample_record({}), failed_record(), sample_record({})}), kHeader);
}

TEST(RecordCsv, MarksAPartialFrame) {
  media::Record record = sample_record({sample_face(1)});
  record.partial = true;
  EXPECT_NE(csv_of({record}).find("\r\nphoto.jpg,0,0.0,640,480,true,1,"), std::string::npos);
}

TEST(RecordCsv, QuotesWhereItMust) {
  const auto source_field = [](const std::string& source) {
    media::Record record = sample_record({sample_face(1)});
    record.source = source;
    const std::string row = csv_of({record}).substr(std::string(kHeader).size());
    return row.substr(0, row.find(",0,0.0,640"));
  };
  EXPECT_EQ(source_field("with space.jpg"), "with space.jpg");
  EXPECT_EQ(source_field("a,b.jpg"), "\"a,b.jpg\"");
  EXPECT_EQ(source_field("say \"hi\".jpg"), "\"say \"\"hi\"\".jpg\"");
  EXPECT_EQ(source_field("two\nlines.jpg"), "\"two\nlines.jpg\"");
  EXPECT_EQ(source_field("a\rb.jpg"), "\"a\rb.jpg\"");
  EXPECT_EQ(source_field("bad\xFF.jpg"), "bad\uFFFD.jpg");
}

}  // namespace
}  // namespace mtcnn::test
