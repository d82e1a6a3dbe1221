// What people see: progress, summary, help.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cli/detect_fixture.h"
#include "mtcnn/info.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kEscape = "\x1b";

TEST_F(Detect, ShowsProgressOnATerminalAndClearsIt) {
  add_plain_picture("a.png");
  const Outcome outcome = detect({"a.png", "none.png"}, {.errors_go_to_a_terminal = true});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("]   0 %  0/2 frames"));
  // Whatever is printed comes at the start of a line that has been cleared.
  EXPECT_THAT(outcome.errors, HasSubstr("\r\x1b[Kmtcnn-turbo: error: none.png: "));
  EXPECT_THAT(outcome.errors, HasSubstr("\r\x1b[Kmtcnn-turbo: 1 frame, 0 faces, "));
}

TEST_F(Detect, ProgressMakesRoomForRecordsOnTheSameTerminal) {
  add_plain_picture("a.png");
  const Outcome outcome =
      detect({"a.png", "a.png", "--batch-size", "1"}, {.errors_go_to_a_terminal = true, .output_goes_there_too = true});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.errors, HasSubstr("0/2 frames  input 1/2\x1b[K\r\x1b[K{\"source\":\"a.png\","));
  EXPECT_THAT(outcome.errors, testing::ContainsRegex("1/2[^\n]*\x1b.K\r\x1b.K.\"source\":\"a.png\","));
}

TEST_F(Detect, WritesNoEscapesWhereThereIsNoTerminal) {
  add_plain_picture("a.png");
  const Outcome outcome = detect({"a.png", "none.png"});
  EXPECT_THAT(outcome.errors, Not(HasSubstr(kEscape)));
  EXPECT_THAT(outcome.errors, Not(HasSubstr("%")));
}

TEST_F(Detect, QuietSilencesProgressAndSummaryButNotErrors) {
  add_plain_picture("a.png");
  for (const bool terminal : {false, true}) {
    for (const std::string format : {"jsonl", "csv"}) {
      const Outcome good = detect({"a.png", "--quiet", "--format", format}, {.errors_go_to_a_terminal = terminal});
      EXPECT_EQ(good.exit_code, 0);
      EXPECT_EQ(good.errors, "");
    }
    const Outcome bad = detect({"a.png", "none.png", "--quiet"}, {.errors_go_to_a_terminal = terminal});
    EXPECT_EQ(bad.exit_code, 1);
    EXPECT_THAT(bad.errors, testing::StartsWith("mtcnn-turbo: error: none.png: there is no such file"));
    EXPECT_EQ(std::ranges::count(bad.errors, '\n'), 1);
  }
}

TEST(Program, PrintsItsVersion) {
  const Outcome outcome = run_mtcnn({"--version"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output, "mtcnn-turbo " + version() + "\n");
}

TEST(Program, ExplainsEveryOption) {
  const Outcome program = run_mtcnn({"--help"});
  EXPECT_EQ(program.exit_code, 0);
  for (const char* command : {"detect", "info"}) EXPECT_THAT(program.output, HasSubstr(command));

  const Outcome detect = run_mtcnn({"detect", "--help"});
  EXPECT_EQ(detect.exit_code, 0);
  for (const char* part : {"INPUT",
                           "-o,--output FILE",
                           "--format",
                           "jsonl",
                           "json ",
                           "csv",
                           "--annotate FILE_OR_DIR",
                           "--recipe",
                           "openface",
                           "--backend",
                           "reference",
                           "--min-face-size PIXELS",
                           "60",
                           "--max-face-size PIXELS",
                           "--thresholds",
                           "0.6,0.7,0.7",
                           "--scale-factor",
                           "0.709",
                           "--threads",
                           "--batch-size",
                           "--max-faces",
                           "--weights",
                           "--onnxruntime",
                           "--providers",
                           "--resume",
                           "--force",
                           "--quiet"}) {
    EXPECT_THAT(detect.output, HasSubstr(part));
  }
  std::istringstream lines(detect.output + program.output);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80) << line;
}

TEST(Program, SaysWhatItIsMadeOf) {
  const Outcome outcome = run_mtcnn({"info"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.errors, "");
  EXPECT_THAT(outcome.output, HasSubstr("mtcnn-turbo " + version()));
  for (const RecipeInfo& recipe : recipes()) EXPECT_THAT(outcome.output, HasSubstr(recipe.answers_as));
  for (const BackendInfo& backend : backends()) EXPECT_THAT(outcome.output, HasSubstr(backend.name));
  EXPECT_THAT(outcome.output, HasSubstr("facenet-pytorch 2.6.0"));
  EXPECT_THAT(outcome.output, HasSubstr("MIT"));
}

TEST(Program, WithoutACommandIsWrongUsage) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{}, {"explode"}, {"info", "more"}}) {
    const Outcome outcome = run_mtcnn(arguments);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.output, "");
    EXPECT_THAT(outcome.errors, HasSubstr("mtcnn-turbo: error: "));
    EXPECT_THAT(outcome.errors, HasSubstr("--help\n"));
  }
}

TEST(Program, NoticesWhereWhatItPrintsIsLost) {
  for (const std::string arguments : {"info", "--version", "detect --help"}) {
    const Outcome outcome = run_program({"/bin/sh", "-c", "\"$0\" " + arguments + " > /dev/full", program_path()});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.errors, "mtcnn-turbo: error: standard output: cannot be written: No space left on device\n");
  }
}

}  // namespace
}  // namespace mtcnn::test
