// What `detect --sandbox` does: the same as without, as far as anybody can tell.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/detect_fixture.h"
#include "support/clip_studio.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;

class DetectInSandbox : public Detect {
 protected:
  /// Without the summary, which says how long it took.
  static std::string told(const std::string& errors) { return errors.substr(0, errors.rfind("mtcnn-turbo: ")); }

  void expect_same(std::vector<std::string> arguments, const Surroundings& surroundings = {}) const {
    arguments.emplace_back("--min-face-size=20");
    const Outcome expected = detect(arguments, surroundings);
    arguments.emplace_back("--sandbox");
    const Outcome found = detect(arguments, surroundings);
    EXPECT_EQ(found.output, expected.output);
    EXPECT_EQ(told(found.errors), told(expected.errors));
    EXPECT_EQ(found.exit_code, expected.exit_code);
    EXPECT_FALSE(expected.output.empty());
  }

  void add_clip(const std::string& name, double share = 1) const {
    const std::string path = studio_.make_faces_clip("faces.mkv", 10);
    std::filesystem::copy_file(path, folder_ / name);
    std::filesystem::resize_file(
        folder_ / name, static_cast<std::uintmax_t>(share * static_cast<double>(std::filesystem::file_size(path))));
  }

  ClipStudio studio_;
};

TEST_F(DetectInSandbox, GivesTheSameRecordsOfAllInputs) {
  add_astronaut();
  add_clip("whole.mkv");
  add_clip("cut.mkv", 0.6);
  add_plain_picture("plain.png");
  folder_.write("broken.png", "\x89PNG\r\n\x1A\n and no more");
  folder_.write("cut.jpg", plain_picture(64, 64, true).substr(0, 900));
  folder_.write("empty.jpg", "");
  folder_.write("no.mp4", "no clip");
  expect_same({".", "missing.png", "whole.mkv"});
  expect_same({".", "--threads=1", "--track"});
  expect_same({"astronaut.png", "whole.mkv", "--format=csv", "--every=3", "--batch-size=64"});
}

TEST_F(DetectInSandbox, ReadsStandardInput) {
  add_astronaut();
  add_clip("whole.mkv");
  expect_same({"-"}, {.input = folder_.read("astronaut.png")});
  expect_same({"-"}, {.input = folder_.read("whole.mkv")});
  expect_same({"-"}, {.input = "neither"});
  expect_same({"-"}, {.input = ""});
}

TEST_F(DetectInSandbox, DrawsPictures) {
  add_astronaut();
  EXPECT_EQ(detect({"astronaut.png", "--annotate=plain.png"}).exit_code, 0);
  EXPECT_EQ(detect({"astronaut.png", "--annotate=sandboxed.png", "--sandbox"}).exit_code, 0);
  EXPECT_EQ(folder_.read("sandboxed.png"), folder_.read("plain.png"));
}

TEST_F(DetectInSandbox, RefusesWhatWouldBeReadOutsideOfIt) {
  add_clip("whole.mkv");
  const auto expect_refusal = [&](const std::vector<std::string>& arguments, const std::string& reason) {
    const Outcome outcome = detect(arguments);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr(reason));
    EXPECT_EQ(outcome.output, "");
  };
  expect_refusal({"http://example.org/clip.mp4", "--sandbox"}, "--sandbox: http://example.org/clip.mp4 is read from");
  expect_refusal({"v4l2:/dev/video0", "--sandbox"}, "--sandbox: v4l2:/dev/video0 is read from");
  expect_refusal({"whole.mkv", "--annotate=drawn.mp4", "--sandbox"}, "--sandbox: whole.mkv is a clip");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "drawn.mp4"));
}

}  // namespace
}  // namespace mtcnn::test
