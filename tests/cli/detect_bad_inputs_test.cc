// What `detect` does with pictures and clips that are bad, too large, or only partly there.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/detect_fixture.h"
#include "support/clip_studio.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// The first half of a clip of 40 frames.
std::string half_a_clip() {
  const ClipStudio studio;
  studio.make_test_clip("a.mkv", 160, 96, 40, "-c:v mpeg4 -g 5");
  const std::string whole = studio.folder().read("a.mkv");
  return whole.substr(0, whole.size() / 2);
}

TEST_F(Detect, NoBadInputStopsTheOthers) {
  const std::string whole = plain_picture(200, 200);
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"a_half.mkv", half_a_clip()},
      {"b_bomb.ppm", "P6\n65535 65535\n255\n"},
      {"c_half.png", whole.substr(0, whole.size() / 2)},
      {"d_none.gif", std::string("GIF89a\xFF\x7F\xFF\x7F\0\0\0", 13)},
      {"e_text.jpg", "no picture"},
      {"f_start.webp", std::string("RIFF\x10\0\0\0WEBPVP8L", 16)},
      {"g_cut.mp4", std::string("\0\0\0\x14"
                                "ftypisom\0\0\2\0mp41\0\0\0\x08mdat",
                                28)},
  };
  for (const auto& [name, bytes] : bad) folder_.write("in/" + name, bytes);
  add_plain_picture("in/z_good.png");
  const Outcome outcome = detect({"in"});
  EXPECT_EQ(outcome.exit_code, 1);
  const std::vector<Json> records = records_of(outcome.output);
  std::vector<std::string> sources;
  for (const Json& record : records) {
    if (sources.empty() || sources.back() != record["source"]) sources.push_back(record["source"]);
    EXPECT_EQ(record.contains("error"), !record.contains("faces"));
  }
  ASSERT_EQ(sources.size(), bad.size() + 1);
  EXPECT_EQ(records.back()["source"], "in/z_good.png");
  EXPECT_EQ(records.back()["num_faces"], 0);
}

TEST_F(Detect, PicturesAndFramesOverTheLimitsAreRefused) {
  add_plain_picture("a.png");  // 64x64
  const ClipStudio studio;
  studio.make_test_clip("a.avi", 64, 64, 2, "-c:v mjpeg -pix_fmt yuvj420p");
  folder_.write("a.avi", studio.folder().read("a.avi"));
  for (const std::vector<std::string>& limit :
       {std::vector<std::string>{"--max-pixels", "4095"}, {"--max-side", "63"}}) {
    const std::vector<Json> records = records_of(detect({"a.png", "a.avi", limit[0], limit[1]}).output);
    ASSERT_EQ(records.size(), 2);
    for (const Json& record : records) {
      EXPECT_EQ(record["error"]["code"], "limit");
      EXPECT_EQ(record["error"]["stage"], "decode");
      EXPECT_EQ(record["error"]["where"], "header");
      EXPECT_EQ(record["error"]["limit"], std::stod(limit[1]));
      EXPECT_EQ(record["error"]["actual"], std::stod(limit[1]) + 1);
    }
  }
  EXPECT_EQ(detect({"a.png", "a.avi", "--max-pixels", "4096", "--max-side", "64"}).exit_code, 0);
}

TEST_F(Detect, StrictRefusesAPictureThatBreaksOff) {
  const std::string whole = plain_picture(200, 200);
  folder_.write("half.png", whole.substr(0, whole.size() / 2));
  add_plain_picture("good.png");
  const Outcome outcome = detect({"half.png", "good.png", "--strict"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("1 frame, 0 faces, "));
  const std::vector<Json> records = records_of(outcome.output);
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[0]["error"]["code"], "corrupt");
  EXPECT_THAT(std::string(records[0]["error"]["message"]), StartsWith("half.png: the picture breaks off after row "));
  EXPECT_THAT(std::string(records[0]["error"]["where"]), testing::MatchesRegex("row [0-9]+ of 200"));
  EXPECT_FALSE(records[1].contains("error"));
}

TEST_F(Detect, StrictKeepsTheRecordsBeforeTheDamageOfAClip) {
  folder_.write("half.mkv", half_a_clip());
  const std::vector<Json> lenient = records_of(detect({"half.mkv"}).output);
  const Outcome outcome = detect({"half.mkv", "--strict"});
  EXPECT_EQ(outcome.exit_code, 1);
  std::vector<Json> records = records_of(outcome.output);
  ASSERT_GT(records.size(), 5);
  const Json last = records.back();
  records.pop_back();
  EXPECT_EQ(last["error"]["code"], "corrupt");
  EXPECT_EQ(last["error"]["where"], "frame " + std::to_string(records.size()));
  for (std::size_t index = 0; index < records.size(); ++index) EXPECT_EQ(records[index], lenient[index]);
  EXPECT_EQ(detect({"half.mkv", "--strict", "--threads", "1"}).output, outcome.output);
}

}  // namespace
}  // namespace mtcnn::test
