// What `detect` writes for pictures that are as they should be.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/detect_fixture.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

TEST_F(Detect, FindsTheAstronaut) {
  add_astronaut();
  const Outcome outcome = detect({"astronaut.png"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.errors, MatchesRegex("mtcnn-turbo: 1 frame, 1 face, [0-9.]+ frames/s\n"));

  const std::vector<Json> records = records_of(outcome.output);
  ASSERT_EQ(records.size(), 1);
  const Json& record = records[0];
  EXPECT_EQ(record["source"], "astronaut.png");
  EXPECT_EQ(record["frame_index"], 0);
  EXPECT_EQ(record["timestamp"], 0.0);
  EXPECT_EQ(record["width"], 512);
  EXPECT_EQ(record["height"], 512);
  EXPECT_EQ(record["num_faces"], 1);
  EXPECT_FALSE(record.contains("partial"));
  ASSERT_EQ(record["faces"].size(), 1);

  // Where her face is, to the eye.
  const Json& face = record["faces"][0];
  EXPECT_EQ(face["face_id"], 0);
  EXPECT_NEAR(face["bbox"]["x"].get<double>(), 180, 5);
  EXPECT_NEAR(face["bbox"]["y"].get<double>(), 88, 5);
  EXPECT_NEAR(face["bbox"]["width"].get<double>(), 91, 5);
  EXPECT_NEAR(face["bbox"]["height"].get<double>(), 91, 5);
  EXPECT_GT(face["bbox"]["confidence"].get<double>(), 0.99);
  EXPECT_LT(face["landmarks"]["left_eye"][0], face["landmarks"]["right_eye"][0]);
  EXPECT_LT(face["landmarks"]["nose"][1], face["landmarks"]["left_mouth"][1]);
}

TEST_F(Detect, ReadsStandardInput) {
  add_astronaut();
  const Json expected = records_of(detect({"astronaut.png"}).output)[0]["faces"];
  const Outcome outcome = detect({"-"}, {.input = folder_.read("astronaut.png")});
  EXPECT_EQ(outcome.exit_code, 0);
  const std::vector<Json> records = records_of(outcome.output);
  ASSERT_EQ(records.size(), 1);
  EXPECT_EQ(records[0]["source"], "-");
  EXPECT_EQ(records[0]["faces"], expected);
}

TEST_F(Detect, WritesToAFile) {
  add_plain_picture("plain.png");
  const Outcome outcome = detect({"plain.png", "-o", "records.jsonl"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output, "");
  EXPECT_EQ(records_of(folder_.read("records.jsonl")).size(), 1);
}

TEST_F(Detect, WritesOneJsonArray) {
  add_astronaut("a.png");
  add_plain_picture("b.png");
  const Outcome outcome = detect({"a.png", "none.png", "b.png", "--format", "json"});
  EXPECT_EQ(outcome.exit_code, 1);
  const Json records = Json::parse(outcome.output);
  ASSERT_EQ(records.size(), 3);
  EXPECT_EQ(records[0]["num_faces"], 1);
  EXPECT_EQ(records[1]["error"]["code"], "not_found");
  EXPECT_EQ(records[2]["num_faces"], 0);
}

TEST_F(Detect, WritesARowAFaceAndSaysHowManyFramesHaveNone) {
  add_astronaut("a.png");
  add_plain_picture("b.png");
  add_plain_picture("c.png");
  const Outcome outcome = detect({"a.png", "b.png", "c.png", "none.png", "--format", "csv"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("mtcnn-turbo: 2 of 3 frames had no face, and so have no row\n"));
  EXPECT_THAT(outcome.errors, HasSubstr("mtcnn-turbo: error: none.png: there is no such file\n"));

  std::istringstream stream(outcome.output);
  std::string header;
  std::string row;
  std::string rest;
  ASSERT_TRUE(std::getline(stream, header) && std::getline(stream, row));
  EXPECT_FALSE(std::getline(stream, rest)) << rest;
  EXPECT_TRUE(header.starts_with("source,frame_index,timestamp,"));
  EXPECT_TRUE(row.starts_with("a.png,0,0.0,512,512,false,1,0,"));
  EXPECT_EQ(std::ranges::count(header, ','), std::ranges::count(row, ','));
}

TEST_F(Detect, KeepsTheOrderWhateverTheBatchesAndThreads) {
  add_astronaut("pics/c.png");
  add_plain_picture("pics/a.png");
  add_plain_picture("pics/d.png");
  folder_.write("pics/b.png", "no picture");
  folder_.write("pics/e.png", "");
  const Outcome one_by_one = detect({"pics", "missing.png", "--batch-size", "1", "--threads", "1"});
  std::vector<std::string> sources;
  for (const Json& record : records_of(one_by_one.output)) sources.push_back(record["source"]);
  EXPECT_THAT(sources,
              ElementsAre("pics/a.png", "pics/b.png", "pics/c.png", "pics/d.png", "pics/e.png", "missing.png"));
  for (const std::string batch_size : {"2", "3", "100"}) {
    for (const std::string threads : {"0", "2"}) {
      EXPECT_EQ(detect({"pics", "missing.png", "--batch-size", batch_size, "--threads", threads}).output,
                one_by_one.output);
    }
  }
}

TEST_F(Detect, TakesPatternsAndAwkwardNames) {
  const std::vector<std::string> names = {"[2019]", "{}", "info", "detect", "a,b", "two\nlines", "bad\xFFname"};
  for (const std::string& name : names) add_plain_picture(name);
  add_plain_picture("-x.png");
  add_plain_picture("x1.png");
  std::vector<std::string> arguments = names;
  arguments.insert(arguments.end(), {"x[0-9].png", "--", "-x.png"});
  const Outcome outcome = detect(arguments);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  std::vector<std::string> sources;
  for (const Json& record : records_of(outcome.output)) sources.push_back(record["source"]);
  EXPECT_THAT(sources,
              ElementsAre("[2019]", "{}", "info", "detect", "a,b", "two\nlines", "bad\uFFFDname", "x1.png", "-x.png"));
}

TEST_F(Detect, OptionsReachTheDetector) {
  add_astronaut();
  const auto faces_with = [&](std::vector<std::string> options) {
    options.insert(options.begin(), "astronaut.png");
    const Outcome outcome = detect(options);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    return records_of(outcome.output)[0]["faces"];
  };
  const Json usual = faces_with({});
  EXPECT_EQ(faces_with({"--min-face-size", "300"}).size(), 0);
  EXPECT_EQ(faces_with({"--min-face-size", "20", "--max-face-size", "30"}).size(), 0);
  EXPECT_EQ(faces_with({"--thresholds", "0.6,0.7,1"}).size(), 0);
  EXPECT_NE(faces_with({"--min-face-size", "40", "--scale-factor", "0.5"}), faces_with({"--min-face-size", "40"}));
  EXPECT_NE(faces_with({"--recipe", "facenet"}), usual);
  EXPECT_GT(faces_with({"--thresholds", "0.3,0.1,0"}).size(), 1);
  EXPECT_EQ(faces_with({"--thresholds", "0.3,0.1,0", "--max-faces", "1"}).size(), 1);
  EXPECT_EQ(faces_with({"--backend", "reference", "--recipe=openface"}), usual);
}

}  // namespace
}  // namespace mtcnn::test
