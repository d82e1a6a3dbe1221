// What `detect` does where calls of the system fail: a few of them. tests/check/failing_system.py lets all of them
// fail.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/detect_fixture.h"
#include "support/clip_studio.h"
#include "support/sanitizers.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;

class FailingSystem : public Detect {
 protected:
  void SetUp() override {
    if (kSanitized) GTEST_SKIP() << "sanitizers take the place of the system's calls themselves";
  }

  /// Runs `detect`, with a call that fails, for an input with an output of an earlier run.
  Outcome detect_with(const std::string& call, int number, int error, const std::string& input) const {
    folder_.write("out", "earlier");
    std::filesystem::remove(folder_ / ".out.journal");
    return run_program({"env", std::string("LD_PRELOAD=") + MTCNN_FAILING_CALLS, "FAILING_CALL=" + call,
                        "FAILING_NUMBER=" + std::to_string(number), "FAILING_ERROR=" + std::to_string(error),
                        "FAILING_LOG=" + folder_ / "log", program_path(), "detect", input, "-o", "out"},
                       {.folder = folder_.path()});
  }

  /// Lets the first of each of these calls fail.
  void expect_told_with_earlier_output(const std::vector<std::string>& calls, const std::string& message) {
    add_plain_picture("a.png");
    for (const std::string& call : calls) {
      const Outcome outcome = detect_with(call, 1, EIO, "a.png");
      EXPECT_GT(outcome.exit_code, 0) << call;
      EXPECT_THAT(outcome.errors, HasSubstr(message)) << call;
      EXPECT_EQ(folder_.read("out"), "earlier") << call;
    }
  }
};

TEST_F(FailingSystem, NoMemoryIsToldAndNoCrash) {
  add_astronaut();
  ASSERT_EQ(detect_with("memory", 1 << 30, ENOMEM, "astronaut.png").exit_code, 0);
  const std::string whole = folder_.read("out");
  for (int number = 1; number < 3000; number += 173) {
    const Outcome outcome = detect_with("memory", number, ENOMEM, "astronaut.png");
    if (outcome.exit_code == 0) {
      EXPECT_EQ(folder_.read("out"), whole) << number;
    } else {
      EXPECT_EQ(outcome.exit_code, 1) << number << ": " << outcome.errors;
      EXPECT_THAT(outcome.errors, HasSubstr("mtcnn-turbo: error: ")) << number;
    }
  }
}

TEST_F(FailingSystem, NoThreadIsToldAndNothingWaitsForIt) {
  ClipStudio studio;
  std::filesystem::copy_file(studio.make_faces_clip("faces.mp4", 30), folder_ / "faces.mp4");
  for (int number = 1; number <= 5; ++number) {
    const Outcome outcome = detect_with("thread", number, EAGAIN, "faces.mp4");
    EXPECT_GE(outcome.exit_code, 0) << number;
    if (number > 1) continue;
    EXPECT_THAT(outcome.errors, HasSubstr("no thread can be started: Resource temporarily unavailable"));
  }
}

TEST_F(FailingSystem, AnOutputThatCannotBeWrittenLeavesTheEarlierOne) {
  expect_told_with_earlier_output({"write", "sync", "rename"}, "cannot be written: Input/output error");
}

TEST_F(FailingSystem, AJournalThatCannotBeUsedIsTold) {
  expect_told_with_earlier_output({"lock", "truncate", "read"}, ".out.journal, cannot be written: Input/output error");
}

TEST_F(FailingSystem, WhatIsInterruptedOrNeedNotBeIsNoFailure) {
  struct Harmless {
    std::string call;
    int error;
  };
  add_plain_picture("a.png");
  ASSERT_EQ(detect_with("write", 1 << 30, EIO, "a.png").exit_code, 0);
  const std::string whole = folder_.read("out");
  for (const auto& [call, error] : {Harmless{"write", EINTR}, {"read", EINTR}, {"sync", EINVAL}, {"sync", ENOTSUP}}) {
    for (int number = 1; number <= 3; ++number) {
      EXPECT_EQ(detect_with(call, number, error, "a.png").exit_code, 0) << call << " " << number;
      EXPECT_EQ(folder_.read("out"), whole) << call << " " << number;
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
