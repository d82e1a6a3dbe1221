// What is left of a job that did not run to its end, and what the next run makes of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/detect_fixture.h"
#include "support/clip_studio.h"
#include "support/sanitizers.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

class DetectResume : public Detect {
 protected:
  /// Two clips, and a broken one between them.
  void SetUp() override {
    fs::copy_file(studio_.make_faces_clip("faces.mp4", kFrames), folder_ / "faces.mp4");
    fs::copy_file(folder_ / "faces.mp4", folder_ / "again.mp4");
    folder_.write("broken.mp4", "no clip at all");
  }

  /// The command of a job.
  static std::vector<std::string> job(const std::string& output, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"faces.mp4", "broken.mp4", "again.mp4", "--min-face-size=20", "-o", output};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  /// What a job finds, as the summary says it.
  static std::string counts() {
    return std::to_string(2 * kFrames) + " frames, " + std::to_string(2 * 3 * kFrames) + " faces";
  }

  /// Runs a job to its end, and gives the size of its output.
  std::size_t run_whole(const std::vector<std::string>& options = {}) const {
    EXPECT_EQ(detect(job("whole", options)).exit_code, 1);
    return fs::file_size(folder_ / "whole");
  }

  /// Runs a job, whose standard output goes to "printed", and sends it a signal when it has written more than so many
  /// bytes to `file`.
  Outcome interrupt(std::vector<std::string> words, const std::string& signal, std::size_t bytes,
                    const std::string& file = ".out.part") const {
    // Ctrl-C is ignored by what a shell started in the background, and so it would be by the program.
    const std::string script =
        "env --default-signal=INT \"$@\" >printed & job=$!\n"
        "while [ $(stat --format=%s " +
        file + " 2>&- || echo 0) -le " + std::to_string(bytes) +
        " ] && kill -0 $job; do sleep 0.005; done\n"
        "kill -" +
        signal + " $job; wait $job";
    words.insert(words.begin(), {"sh", "-c", script, "sh", program_path(), "detect"});
    return run_program(words, {.folder = folder_.path()});
  }

  ClipStudio studio_;
  /// Of a clip: enough for a job to be caught in the middle.
  static constexpr int kFrames = kSanitized ? 30 : 100;
  /// Less than a job writes of its first clip.
  static constexpr std::size_t kSomeBytes = 250 * kFrames;
};

TEST_F(DetectResume, AKilledJobGoesOnAndGivesTheSameBytes) {
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{}, {"--format=json", "--threads=1"}, {"--track"}}) {
    const std::size_t size = run_whole(options);
    std::vector<std::string> words = job("out", options);
    for (const std::size_t share : {20, 40, 70}) {
      EXPECT_EQ(interrupt(words, "KILL", share * size / 100).exit_code, 137);
      EXPECT_FALSE(fs::exists(folder_ / "out")) << "before it is whole";
      words = job("out", options);
      words.push_back("--resume");
    }
    EXPECT_EQ(detect(words).exit_code, 1);
    EXPECT_EQ(folder_.read("out"), folder_.read("whole")) << testing::PrintToString(options);
    for (const char* const file : {"out", "whole", ".out.journal", ".whole.journal"}) fs::remove(folder_ / file);
  }
}

TEST_F(DetectResume, CtrlCEndsTheJobSoThatItCanGoOn) {
  run_whole();
  const Outcome outcome = interrupt(job("out"), "INT", kSomeBytes);
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_THAT(outcome.errors, HasSubstr("interrupted; to go on, run the same command with --resume\n"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  const Outcome resumed = detect(job("out", {"--resume"}));
  EXPECT_EQ(resumed.exit_code, 1);
  EXPECT_THAT(resumed.errors, HasSubstr(counts() + ", "));
  EXPECT_EQ(folder_.read("out"), folder_.read("whole"));
}

TEST_F(DetectResume, CtrlCLeavesStandardOutputWellFormed) {
  std::vector<std::string> words = {"--format=json"};
  words.insert(words.end(), 50, "faces.mp4");
  const Outcome outcome = interrupt(words, "INT", 0, "printed");
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_THAT(outcome.errors, HasSubstr("interrupted\n"));
  EXPECT_GT(Json::parse(folder_.read("printed")).size(), 0U);
}

TEST_F(DetectResume, AFullDiskLeavesWhatCanBeResumed) {
  run_whole();
  // No file may have more than 20 KB.
  const std::string limited = "trap '' XFSZ; ulimit -f 40; exec \"$0\" \"$@\"";
  std::vector<std::string> words = job("out");
  words.insert(words.begin(), {"sh", "-c", limited, program_path(), "detect"});
  const Outcome outcome = run_program(words, {.folder = folder_.path()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("out: cannot be written: File too large\n"));
  EXPECT_THAT(outcome.errors, HasSubstr("to go on, run the same command with --resume\n"));
  EXPECT_EQ(detect(job("out", {"--resume"})).exit_code, 1);
  EXPECT_EQ(folder_.read("out"), folder_.read("whole"));
}

TEST_F(DetectResume, NothingIsDoneTwice) {
  const Outcome first = detect(job("out"));
  const auto written = fs::last_write_time(folder_ / "out");
  const Outcome second = detect(job("out"));
  EXPECT_EQ(second.exit_code, first.exit_code);
  EXPECT_THAT(second.errors, HasSubstr("out is up to date: " + counts() + ", 1 error; --force runs it again\n"));
  EXPECT_EQ(fs::last_write_time(folder_ / "out"), written);
  EXPECT_THAT(detect(job("out", {"--resume"})).errors, HasSubstr("is up to date"));
  EXPECT_EQ(detect(job("out", {"--quiet"})).errors, "");
}

TEST_F(DetectResume, WhatHasChangedIsDoneAgain) {
  const std::string not_done = "is up to date";
  const std::vector<std::string> clip = {"faces.mp4", "-o", "out"};
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = clip;
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = detect(words);
    EXPECT_EQ(outcome.exit_code, 0);
    return outcome.errors;
  };
  with({});
  EXPECT_THAT(with({"--batch-size=3", "--threads=1"}), HasSubstr(not_done)) << "these change no result";
  EXPECT_THAT(with({"--every=7"}), Not(HasSubstr(not_done))) << "another setting";
  EXPECT_THAT(with({"--every=7"}), HasSubstr(not_done));
  EXPECT_THAT(with({"--every=7", "--force"}), Not(HasSubstr(not_done)));
  fs::last_write_time(folder_ / "faces.mp4", fs::file_time_type::clock::now());
  EXPECT_THAT(with({"--every=7"}), Not(HasSubstr(not_done))) << "another input";
  folder_.write("out", "not what was written");
  EXPECT_THAT(with({"--every=7"}), Not(HasSubstr(not_done))) << "another output";
  EXPECT_THAT(with({"--every=7", "--annotate", "drawn"}), Not(HasSubstr(not_done)));
  EXPECT_THAT(with({"--every=7", "--annotate", "drawn"}), HasSubstr(not_done));
  fs::remove_all(folder_ / "drawn");
  EXPECT_THAT(with({"--every=7", "--annotate", "drawn"}), Not(HasSubstr(not_done))) << "what was drawn is gone";
}

TEST_F(DetectResume, WhatWasInterruptedIsNotOverwrittenUnasked) {
  interrupt(job("out"), "INT", kSomeBytes);
  const Outcome again = detect(job("out"));
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.errors, HasSubstr("--resume goes on from there, --force begins anew"));
  const Outcome other = detect(job("out", {"--every=2", "--resume"}));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.errors, HasSubstr("the earlier run cannot be resumed: --every was 1; --force begins anew"));
  EXPECT_EQ(detect(job("out", {"--force"})).exit_code, 1);
  EXPECT_FALSE(fs::exists(folder_ / ".out.part"));
}

TEST_F(DetectResume, WhatWasWrittenMustBeAsItWas) {
  interrupt(job("out"), "INT", kSomeBytes);
  std::string part = folder_.read(".out.part");
  part[10] = '?';
  folder_.write(".out.part", part);
  const Outcome outcome = detect(job("out", {"--resume"}));
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("is no longer as it was; the earlier run cannot be resumed"));
}

TEST_F(DetectResume, AnAnnotatedClipIsBegunAnewAndTheSame) {
  const std::size_t size = run_whole({"--annotate", "all", "--crops", "more"});
  interrupt(job("out", {"--annotate", "drawn", "--crops", "crops"}), "INT", 7 * size / 10);
  EXPECT_EQ(detect(job("out", {"--annotate", "drawn", "--crops", "crops", "--resume"})).exit_code, 1);
  EXPECT_EQ(folder_.read("out"), folder_.read("whole"));
  EXPECT_EQ(folder_.read("drawn/again.mp4"), folder_.read("all/again.mp4"));
  const auto crops = [&](const std::string& folder) {
    return std::distance(fs::recursive_directory_iterator(folder_ / folder), fs::recursive_directory_iterator());
  };
  EXPECT_EQ(crops("crops"), crops("more"));
}

TEST_F(DetectResume, OneRunAtATimeWritesAnOutput) {
  // The first run stands still while the second one tries.
  const std::string both =
      "\"$0\" detect faces.mp4 -o out --backend=reference --min-face-size=20 --frames=:" +
      std::to_string(kFrames / 10) +
      " & first=$!\n"
      "until [ -e .out.part ] || ! kill -0 $first; do sleep 0.005; done; kill -STOP $first\n"
      "\"$0\" detect faces.mp4 -o out; echo second $?; kill -CONT $first; wait $first; echo first $?";
  const Outcome outcome = run_program({"sh", "-c", both, program_path()}, {.folder = folder_.path()});
  EXPECT_EQ(outcome.output, "second 2\nfirst 0\n");
  EXPECT_THAT(outcome.errors, HasSubstr("-o out: another run is writing to it"));
}

TEST_F(DetectResume, ALinkStaysALink) {
  fs::create_directory(folder_ / "disk");
  fs::create_symlink("disk/out", folder_ / "link");
  EXPECT_EQ(detect({"faces.mp4", "-o", "link"}).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(records_of(folder_.read("disk/out")).size(), std::size_t{kFrames});
}

TEST_F(DetectResume, OnlyAFileCanBeResumed) {
  const Outcome outcome = detect({"faces.mp4", "--resume"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("only a job whose output is a file can be resumed"));
  EXPECT_EQ(detect({"faces.mp4", "-o", "/dev/null"}).exit_code, 0);
  EXPECT_EQ(detect({"faces.mp4", "-o", "out", "--resume", "--force"}).exit_code, 2);
}

}  // namespace
}  // namespace mtcnn::test
