// What `detect` does with clips.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "cli/detect_fixture.h"
#include "media/input.h"
#include "support/clip_studio.h"

namespace mtcnn::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

constexpr const char* kFaces = "--min-face-size=20";

class DetectClips : public Detect {
 protected:
  void add(const std::string& path, const std::string& name) const {
    std::filesystem::copy_file(path, folder_ / name, std::filesystem::copy_options::overwrite_existing);
  }
  void add_faces(const std::string& name = "faces.mp4", int frames = 10) const {
    add(studio_.make_faces_clip("faces.mp4", frames), name);
  }

  static std::vector<int> indices_of(const std::string& output) {
    std::vector<int> indices;
    for (const Json& record : records_of(output)) indices.push_back(record["frame_index"]);
    return indices;
  }

  ClipStudio studio_;
};

TEST_F(DetectClips, ARecordForEachFrame) {
  add_faces();
  const Outcome outcome = detect({"faces.mp4", kFaces});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.errors, MatchesRegex("mtcnn-turbo: 10 frames, 30 faces, [0-9.]+ frames/s\n"));
  const std::vector<Json> records = records_of(outcome.output);
  ASSERT_EQ(records.size(), 10U);
  for (int index = 0; index < 10; ++index) {
    EXPECT_EQ(records[index]["source"], "faces.mp4");
    EXPECT_EQ(records[index]["frame_index"], index);
    EXPECT_NEAR(records[index]["timestamp"].get<double>(), index / 25.0, 1e-6);
    EXPECT_EQ(records[index]["width"], 220);
    EXPECT_EQ(records[index]["height"], 160);
    EXPECT_EQ(records[index]["num_faces"], 3);
  }
}

TEST_F(DetectClips, TheAnswerDoesNotDependOnBatchesOrThreads) {
  add_faces();
  add_astronaut();
  const std::vector<std::string> inputs = {"faces.mp4", "astronaut.png", "faces.mp4", kFaces};
  const auto with = [&](const std::string& batch, const std::string& threads) {
    std::vector<std::string> arguments = inputs;
    arguments.insert(arguments.end(), {"--batch-size", batch, "--threads", threads});
    return detect(arguments).output;
  };
  const std::string expected = with("1", "1");
  EXPECT_EQ(records_of(expected).size(), 21U);
  EXPECT_EQ(with("4", "2"), expected);
  EXPECT_EQ(with("64", "0"), expected);
}

TEST_F(DetectClips, TracksAreTheSameFacesFromFrameToFrame) {
  add_faces();
  add_astronaut();
  // Wherever batches end, and whether the stages run side by side or not.
  std::string expected;
  for (const char* const threads : {"--threads=1", "--threads=2"}) {
    for (const char* const batch : {"--batch-size=1", "--batch-size=3"}) {
      const Outcome outcome = detect({"faces.mp4", "astronaut.png", "faces.mp4", kFaces, "--track", threads, batch});
      EXPECT_EQ(outcome.exit_code, 0);
      if (expected.empty()) expected = outcome.output;
      EXPECT_EQ(outcome.output, expected) << threads << " " << batch;
    }
  }
  const std::vector<Json> records = records_of(expected);
  ASSERT_EQ(records.size(), 21U);
  for (const std::size_t clip : {0U, 11U}) {
    for (std::size_t frame = 0; frame < 10; ++frame) {
      const Json& record = records[clip + frame];
      std::vector<int> ids;
      for (const Json& face : record["faces"]) {
        ids.push_back(face["track_id"]);
        // The faces stand still: the same id is the same place in all frames.
        const Json& first = records[clip]["faces"][static_cast<std::size_t>(ids.back()) - 1];
        EXPECT_NEAR(face["bbox"]["x"].get<double>(), first["bbox"]["x"].get<double>(), 10);
      }
      EXPECT_THAT(ids, testing::UnorderedElementsAre(1, 2, 3));
    }
  }
  EXPECT_FALSE(records[10]["faces"][0].contains("track_id")) << "a picture has no tracks";
}

TEST_F(DetectClips, TracksChangeNoDetection) {
  add_faces();
  std::vector<Json> tracked = records_of(detect({"faces.mp4", kFaces, "--track"}).output);
  for (Json& record : tracked) {
    for (Json& face : record["faces"]) face.erase("track_id");
  }
  EXPECT_EQ(tracked, records_of(detect({"faces.mp4", kFaces}).output));
}

TEST_F(DetectClips, CropsTheFacesOfPicturesAndFrames) {
  add_faces("a.mp4", 3);
  add_astronaut();
  const auto crops = [&] {
    return detect({"a.mp4", "astronaut.png", "a.mp4", "--min-face-size=20", "--crops", "crops", "--crop-size=64"});
  };
  EXPECT_EQ(crops().exit_code, 0);
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "crops")) {
    if (entry.is_regular_file()) files.insert(entry.path().lexically_relative(folder_ / "crops"));
  }
  EXPECT_EQ(files.size(), 9U + 9U + 1U);
  EXPECT_TRUE(files.contains("a.mp4/000002_1.png"));
  EXPECT_TRUE(files.contains("a-2.mp4/000000_0.png"));
  EXPECT_TRUE(files.contains("astronaut.png/0.png"));
  EXPECT_EQ(media::read_picture(folder_ / "crops/astronaut.png/0.png").width, 64);

  // The folder is no input of a later run.
  const Outcome again = detect({".", "--min-face-size=20", "--crops", "crops"});
  EXPECT_EQ(records_of(again.output).size(), 3U + 1U);
}

TEST_F(DetectClips, CropsOutOfRangeAreRefused) {
  add_faces();
  const auto refused = [&](const std::string& option) {
    const Outcome outcome = detect({"faces.mp4", "--crops", "crops", option});
    EXPECT_EQ(outcome.exit_code, 2) << option;
    return outcome.errors;
  };
  EXPECT_THAT(refused("--crop-size=7"), HasSubstr("--crop-size must be from 8 to 4096, not 7"));
  EXPECT_THAT(refused("--crop-margin=-0.1"), HasSubstr("--crop-margin must be from 0 to 4"));
  EXPECT_THAT(refused("--crop-margin=nan"), HasSubstr("--crop-margin must be from 0 to 4"));
}

TEST_F(DetectClips, FormatsWithoutNamesAreForOneInput) {
  add_faces();
  add_faces("more.mp4");
  for (const char* const format : {"openface", "mot"}) {
    EXPECT_EQ(detect({"faces.mp4", kFaces, "--format", format}).exit_code, 0);
    const Outcome outcome = detect({"faces.mp4", "more.mp4", kFaces, "--format", format});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr("is for one input, and there are 2"));
  }
}

TEST_F(DetectClips, SelectsFrames) {
  add_faces();
  EXPECT_THAT(indices_of(detect({"faces.mp4", "--frames", "2:5"}).output), ElementsAre(2, 3, 4));
  EXPECT_THAT(indices_of(detect({"faces.mp4", "--frames", "8:"}).output), ElementsAre(8, 9));
  EXPECT_THAT(indices_of(detect({"faces.mp4", "--frames", ":2"}).output), ElementsAre(0, 1));
  EXPECT_THAT(indices_of(detect({"faces.mp4", "--every", "4"}).output), ElementsAre(0, 4, 8));
  EXPECT_THAT(indices_of(detect({"faces.mp4", "--every", "3", "--frames", "1:9"}).output), ElementsAre(1, 4, 7));
}

TEST_F(DetectClips, ASelectionBeyondTheEndIsTold) {
  add_faces();
  const Outcome outcome = detect({"faces.mp4", "--frames", "100:200"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output, "");
  EXPECT_THAT(outcome.errors, HasSubstr("warning: faces.mp4: none of its frames is among those asked for\n"));
  EXPECT_THAT(detect({"faces.mp4", "--frames", "9:200"}).errors, Not(HasSubstr("warning")));
}

TEST_F(DetectClips, SelectionsThatMakeNoSenseAreRefused) {
  add_faces();
  for (const std::string frames : {"5", "a:b", "-1:3", "5:5", "7:2", "1:2:3", "1.5:3"}) {
    const Outcome outcome = detect({"faces.mp4", "--frames=" + frames});
    EXPECT_EQ(outcome.exit_code, 2) << frames;
    EXPECT_THAT(outcome.errors, HasSubstr("--frames " + frames + ": ")) << frames;
  }
  const Outcome outcome = detect({"faces.mp4", "--every=0"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("--every must be at least 1, not 0"));
}

TEST_F(DetectClips, FoldersMayHoldClips) {
  std::filesystem::create_directory(folder_ / "all");
  add_faces("all/a.mp4", 2);
  add_faces("all/no_extension", 2);
  add_plain_picture("all/b.png");
  folder_.write("all/notes.txt", "neither");
  const Outcome outcome = detect({"all"});
  EXPECT_EQ(outcome.exit_code, 0);
  std::vector<std::string> sources;
  for (const Json& record : records_of(outcome.output)) sources.push_back(record["source"]);
  EXPECT_THAT(sources, ElementsAre("all/a.mp4", "all/a.mp4", "all/b.png", "all/no_extension", "all/no_extension"));
  EXPECT_THAT(outcome.errors, HasSubstr("skipped: all/notes.txt: is neither a picture nor a clip"));
}

TEST_F(DetectClips, ADamagedClipGivesWhatThereIsAndTheExitCodeTells) {
  add(studio_.make_test_clip("cut.mp4", 160, 96, 100,
                             "-c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -movflags +faststart"),
      "cut.mp4");
  std::filesystem::resize_file(folder_ / "cut.mp4", std::filesystem::file_size(folder_ / "cut.mp4") / 2);
  add_faces("whole.mp4", 3);
  const Outcome outcome = detect({"cut.mp4", "whole.mp4"});
  EXPECT_EQ(outcome.exit_code, 1);
  const std::size_t records = records_of(outcome.output).size();
  EXPECT_GT(records, 30U);
  EXPECT_LT(records, 75U);
  EXPECT_THAT(outcome.errors, HasSubstr("warning: cut.mp4: the clip is damaged: 100 frames expected, " +
                                        std::to_string(records - 3) + " decoded"));
  EXPECT_THAT(outcome.errors,
              HasSubstr("1 damaged clip (100 frames expected, " + std::to_string(records - 3) + " decoded"));
}

TEST_F(DetectClips, AClipThatCannotBeReadIsARecordAndTheOthersGoOn) {
  add(studio_.make("sound.mp4", "-f lavfi -i sine=duration=0.5 -c:a aac"), "sound.mp4");
  add_faces("faces.mp4", 2);
  const Outcome outcome = detect({"sound.mp4", "faces.mp4"});
  EXPECT_EQ(outcome.exit_code, 1);
  const std::vector<Json> records = records_of(outcome.output);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0]["error"]["code"], "unsupported");
  EXPECT_EQ(records[0]["error"]["message"], "sound.mp4: there is no video in this file");
  EXPECT_EQ(records[1]["source"], "faces.mp4");
}

TEST_F(DetectClips, AnnotatesAClipWithItsTimesAndSound) {
  add(studio_.make_faces_clip("faces.mp4", 10, "-f lavfi -i sine -shortest -c:a aac -map 0:v -map 1:a"), "faces.mp4");
  const Outcome outcome = detect({"faces.mp4", kFaces, "--annotate", "out/drawn.mp4"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  const std::string drawn = folder_ / "out/drawn.mp4";
  EXPECT_EQ(ClipStudio::probed(drawn, "-select_streams v -show_entries frame=best_effort_timestamp_time").size(), 10U);
  EXPECT_THAT(ClipStudio::probed(drawn, "-show_entries stream=codec_name"), ElementsAre("h264", "aac"));
  // There is something drawn.
  const auto before = studio_.decoded(folder_ / "faces.mp4", "-pix_fmt rgb24 -frames:v 1");
  const auto after = studio_.decoded(drawn, "-pix_fmt rgb24 -frames:v 1");
  ASSERT_EQ(before.size(), after.size());
  int changed = 0;
  for (std::size_t index = 0; index < before.size(); ++index) changed += std::abs(before[index] - after[index]) > 60;
  EXPECT_GT(changed, 500);
}

TEST_F(DetectClips, AnnotationsOfManyInputsGoToAFolder) {
  add_faces("faces.mkv", 2);
  add_astronaut();
  EXPECT_EQ(detect({"faces.mkv", "astronaut.png", "--annotate", "drawn"}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "drawn/faces.mkv.mp4"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "drawn/astronaut.png"));

  const Outcome outcome = detect({"faces.mkv", "--annotate", "drawn.png"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("an annotated clip is written as .mp4"));
  EXPECT_EQ(detect({"faces.mkv", "--annotate", "faces.mkv"}).exit_code, 2);
}

TEST_F(DetectClips, ProgressCountsFrames) {
  add_faces("faces.mp4", 150);
  const Outcome outcome =
      detect({"faces.mp4", kFaces, "-o", "out.jsonl", "--batch-size", "1"}, {.errors_go_to_a_terminal = true});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.errors, HasSubstr("/150 frames"));
}

}  // namespace
}  // namespace mtcnn::test
