#include "media/clips/clip_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <filesystem>

#include "mtcnn/error.h"
#include "support/clip_studio.h"

namespace mtcnn::test {
namespace {

using media::ClipReader;
using media::ClipWriter;
using raster::Canvas;
using testing::ElementsAre;
using testing::HasSubstr;

class ClipWriting : public testing::Test {
 protected:
  /// Copies a clip frame by frame, as `detect` does without drawing.
  std::string copied(const std::string& source, const media::ClipSelection& selection = {}) const {
    ClipReader reader(source, selection, 1);
    ClipWriter writer(copy_, source, reader.info(), 1);
    while (const auto frame = reader.next()) writer.write(raster::make_canvas(frame->view), frame->ticks);
    writer.finish();
    return writer.note();
  }

  std::vector<std::string> hidden_files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(studio_.folder().path())) {
      if (entry.path().filename().native().starts_with('.')) names.push_back(entry.path().filename());
    }
    return names;
  }

  static std::vector<std::string> stream(const std::string& path, const std::string& kind, const std::string& entries) {
    return ClipStudio::probed(path, "-select_streams " + kind + " -show_entries stream=" + entries);
  }

  static std::vector<std::string> times(const std::string& path) {
    return ClipStudio::probed(path, "-select_streams v -show_entries frame=best_effort_timestamp_time");
  }

  ClipStudio studio_;
  std::string copy_ = studio_.folder() / "copy.mp4";
};

TEST_F(ClipWriting, KeepsFramesSizeAndColours) {
  const std::string source = studio_.make_test_clip("a.mkv", 160, 96, 10);
  EXPECT_EQ(copied(source), "");
  EXPECT_THAT(stream(copy_, "v", "codec_name,width,height,pix_fmt,color_range,color_space"),
              ElementsAre("h264,160,96,yuv420p,tv,smpte170m"));
  EXPECT_EQ(times(copy_).size(), 10U);
  EXPECT_THAT(hidden_files(), ElementsAre());

  // Encoded anew, and still the same to the eye.
  const auto before = studio_.decoded(source, "-pix_fmt gray");
  const auto after = studio_.decoded(copy_, "-pix_fmt gray");
  ASSERT_EQ(after.size(), before.size());
  double sum = 0;
  for (std::size_t index = 0; index < before.size(); ++index) sum += std::abs(before[index] - after[index]);
  EXPECT_LT(sum / static_cast<double>(before.size()), 2);
}

TEST_F(ClipWriting, TagsHighDefinitionAsBt709) {
  copied(studio_.make_test_clip("a.mp4", 96, 720, 1));
  EXPECT_THAT(stream(copy_, "v", "color_space"), ElementsAre("bt709"));
}

TEST_F(ClipWriting, KeepsTheTimesOfAVariableFrameRate) {
  const std::string source = studio_.make_test_clip(
      "a.mkv", 96, 64, 12,
      "-vf \"select='not(mod(n\\,3))+eq(mod(n\\,5)\\,1)'\" -vsync vfr -c:v libx264 -pix_fmt yuv420p");
  copied(source);
  EXPECT_EQ(times(copy_), times(source));
}

TEST_F(ClipWriting, OddSizesGetAnotherColumnAndRow) {
  copied(studio_.make_test_clip("a.webm", 98, 66, 2, "-vf scale=97:65 -c:v libvpx-vp9 -cpu-used 8 -deadline realtime"));
  EXPECT_THAT(stream(copy_, "v", "width,height"), ElementsAre("98,66"));
}

TEST_F(ClipWriting, SizeThatChangesIsFittedIntoTheFirst) {
  studio_.make_test_clip("1.ts", 96, 64, 3);
  studio_.make_test_clip("2.ts", 64, 128, 3);
  copied(studio_.folder().write("both.ts", studio_.folder().read("1.ts") + studio_.folder().read("2.ts")));
  EXPECT_THAT(stream(copy_, "v", "width,height"), ElementsAre("96,64"));
  EXPECT_EQ(times(copy_).size(), 6U);
}

TEST_F(ClipWriting, CopiesTheSoundAsItIs) {
  const std::string source = studio_.make(
      "a.mp4", "-f lavfi -i testsrc2=size=96x64:rate=25 -f lavfi -i sine -t 2 -c:v libx264 -pix_fmt yuv420p -c:a aac");
  copied(source);
  const auto packets = [](const std::string& path) {
    return ClipStudio::probed(path, "-select_streams a -show_entries packet=pts_time,size");
  };
  const auto before = packets(source);
  const auto after = packets(copy_);
  ASSERT_GT(after.size(), 80U);
  // The last ones may lie behind the last frame.
  ASSERT_GE(after.size() + 3, before.size());
  EXPECT_TRUE(std::equal(after.begin(), after.end(), before.begin()));
}

TEST_F(ClipWriting, PicturesAndSoundGoOnWhereRecordingsWereJoined) {
  studio_.make("1.ts",
               "-f lavfi -i testsrc2=size=96x64:rate=25 -f lavfi -i sine -t 2 -c:v libx264 -pix_fmt yuv420p -c:a aac");
  copied(studio_.folder().write("both.ts", studio_.folder().read("1.ts") + studio_.folder().read("1.ts")));
  EXPECT_NEAR(std::stod(times(copy_).back()), 3.96, 0.001);
  const auto sound = ClipStudio::probed(copy_, "-select_streams a -show_entries packet=pts_time");
  EXPECT_GT(sound.size(), 165U);
  EXPECT_NEAR(std::stod(sound.back()), 4, 0.1);
}

TEST_F(ClipWriting, SelectedFramesTakeTheirSoundAlong) {
  const std::string source = studio_.make(
      "a.mp4", "-f lavfi -i testsrc2=size=96x64:rate=25 -f lavfi -i sine -t 4 -c:v libx264 -pix_fmt yuv420p -c:a aac");
  copied(source, {.first = 25, .end = 50});
  EXPECT_NEAR(std::stod(times(copy_).front()), 1, 0.001);
  const auto sound = ClipStudio::probed(copy_, "-select_streams a -show_entries packet=pts_time");
  EXPECT_NEAR(std::stod(sound.front()), 1, 0.05);
  EXPECT_NEAR(std::stod(sound.back()), 2, 0.07);
}

TEST_F(ClipWriting, SoundThatMp4CannotHoldIsLeftOutWithAWord) {
  const std::string source = studio_.make(
      "a.avi",
      "-f lavfi -i testsrc2=size=96x64:rate=25 -f lavfi -i sine -t 1 -c:v libx264 -pix_fmt yuv420p -c:a pcm_s16le");
  EXPECT_THAT(copied(source), HasSubstr("the sound (pcm_s16le) is left out"));
  EXPECT_EQ(times(copy_).size(), 25U);
}

TEST_F(ClipWriting, WhatIsNotFinishedLeavesNothing) {
  const std::string source = studio_.make_test_clip("a.mp4", 96, 64, 2);
  {
    ClipReader reader(source, {}, 1);
    ClipWriter writer(copy_, source, reader.info(), 1);
    const auto frame = reader.next();
    writer.write(raster::make_canvas(frame->view), frame->ticks);
    EXPECT_FALSE(std::filesystem::exists(copy_));
    EXPECT_EQ(hidden_files().size(), 1U);
  }
  EXPECT_FALSE(std::filesystem::exists(copy_));
  EXPECT_THAT(hidden_files(), ElementsAre());
}

void expect_unwritable(const std::function<void()>& action, const std::string& path) {
  try {
    action();
    ADD_FAILURE() << path << " was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnwritable);
    EXPECT_EQ(error.stage(), ErrorStage::kWrite);
    EXPECT_THAT(error.what(), testing::StartsWith(path + ": "));
  }
}

TEST_F(ClipWriting, FolderThatIsNotThereIsAnError) {
  const std::string source = studio_.make_test_clip("a.mp4", 96, 64, 2);
  copy_ = studio_.folder() / "none/copy.mp4";
  expect_unwritable([&] { copied(source); }, copy_);
}

TEST_F(ClipWriting, OneThatAnotherRunIsWritingIsAnErrorAndStaysAsItIs) {
  const std::string source = studio_.make_test_clip("a.mp4", 96, 64, 4);
  ClipReader reader(source, {}, 1);
  ClipWriter writer(copy_, source, reader.info(), 1);
  const auto first = reader.next();
  writer.write(raster::make_canvas(first->view), first->ticks);
  expect_unwritable([&] { copied(source); }, copy_);
  while (const auto frame = reader.next()) writer.write(raster::make_canvas(frame->view), frame->ticks);
  writer.finish();
  EXPECT_EQ(times(copy_), times(source));

  // Nor does one that was finished, or was killed, stand in the way.
  std::filesystem::copy_file(copy_, studio_.folder() / ".copy.mp4.part");
  copied(source);
  EXPECT_EQ(times(copy_), times(source));
  EXPECT_THAT(hidden_files(), ElementsAre());
}

TEST_F(ClipWriting, FullDiskIsAnErrorAndLeavesNothing) {
  const std::string source = studio_.make_test_clip("a.mp4", 320, 240, 50);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{20000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  expect_unwritable([&] { copied(source); }, copy_);
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_FALSE(std::filesystem::exists(copy_));
  EXPECT_THAT(hidden_files(), ElementsAre());
}

}  // namespace
}  // namespace mtcnn::test
