// What `detect` does where inputs, options or outputs are not as they should be.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "cli/detect_fixture.h"
#include "media/file.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(Detect, EveryBadInputIsNamedAndRecordedAndTheOthersGoOn) {
  add_plain_picture("good.png");
  folder_.write("text.png", "no picture");
  folder_.write("empty.jpg", "");
  folder_.write("large.ppm", "P6\n12000 12000\n255\n");  // 144 megapixels, hardly any of which are there
  folder_.write("huge.png", "");
  std::filesystem::resize_file(folder_ / "huge.png", media::kMaxFileBytes + 1);
  folder_.write("notes/notes.txt", "no picture");
  ASSERT_EQ(::mkfifo((folder_ / "pipe.png").c_str(), 0600), 0);

  const std::vector<std::pair<std::string, std::string>> expected = {
      {"text.png", "unsupported"}, {"none.png", "not_found"}, {"empty.jpg", "empty"}, {"large.ppm", "limit"},
      {"huge.png", "limit"},       {"notes", "empty"},        {"*.gif", "not_found"}, {"pipe.png", "unsupported"}};
  std::vector<std::string> arguments(expected.size());
  std::ranges::transform(expected, arguments.begin(), [](const auto& input) { return input.first; });
  arguments.push_back("good.png");

  const Outcome outcome = detect(arguments);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("mtcnn-turbo: 1 frame, 0 faces, "));
  EXPECT_THAT(outcome.errors, HasSubstr(" frames/s, 8 errors, 1 skipped\n"));
  EXPECT_THAT(outcome.errors, HasSubstr("mtcnn-turbo: skipped: notes/notes.txt: is neither a picture nor a clip\n"));
  const std::vector<Json> records = records_of(outcome.output);
  ASSERT_EQ(records.size(), expected.size() + 1);
  for (std::size_t index = 0; index < expected.size(); ++index) {
    const auto& [source, code] = expected[index];
    EXPECT_EQ(records[index]["source"], source);
    EXPECT_EQ(records[index]["error"]["code"], code) << source;
    EXPECT_FALSE(records[index].contains("faces"));
    const std::string message = records[index]["error"]["message"];
    EXPECT_THAT(message, StartsWith(source + ": "));
    EXPECT_THAT(outcome.errors, HasSubstr("mtcnn-turbo: error: " + message + "\n"));
  }
  EXPECT_EQ(records.back()["source"], "good.png");
  EXPECT_EQ(records.back()["num_faces"], 0);
}

TEST_F(Detect, EmptyStandardInputIsAnError) {
  const Outcome outcome = detect({"-"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(records_of(outcome.output)[0]["error"]["code"], "empty");
  EXPECT_THAT(outcome.errors, HasSubstr("mtcnn-turbo: error: standard input: is empty\n"));
}

TEST_F(Detect, UsesWhatThereIsOfAPictureThatBreaksOff) {
  const std::string whole = plain_picture(200, 200, true);
  folder_.write("half.jpg", whole.substr(0, whole.size() / 2));
  add_plain_picture("good.png");
  const Outcome outcome = detect({"half.jpg", "good.png"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, StartsWith("mtcnn-turbo: warning: half.jpg: "));
  EXPECT_THAT(outcome.errors, HasSubstr(" frames/s, 1 partial\n"));
  const std::vector<Json> records = records_of(outcome.output);
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[0]["partial"], true);
  EXPECT_EQ(records[0]["width"], 200);
  EXPECT_EQ(records[0]["num_faces"], 0);
  EXPECT_FALSE(records[1].contains("partial"));
}

TEST_F(Detect, FlagsAPictureWithMoreProposalsThanAllowed) {
  add_astronaut();
  const Outcome outcome = detect({"astronaut.png", "--max-proposals", "3"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("warning: astronaut.png: there were more proposals than --max-proposals"));
  EXPECT_THAT(outcome.errors, HasSubstr(" frames/s, 1 partial\n"));
  EXPECT_EQ(records_of(outcome.output)[0]["capped"], true);
  EXPECT_FALSE(records_of(detect({"astronaut.png"}).output)[0].contains("capped"));
}

TEST_F(Detect, GivesUpOnAPictureAtTheDeadline) {
  add_astronaut();
  const Outcome outcome = detect({"astronaut.png", "--deadline", "1e-9"});
  EXPECT_EQ(outcome.exit_code, 1);
  const Json error = records_of(outcome.output)[0]["error"];
  EXPECT_EQ(error["code"], "deadline");
  EXPECT_EQ(error["stage"], "detect");
  EXPECT_EQ(error["where"], "PNet");
  EXPECT_EQ(error["limit"], 1e-9);
}

TEST_F(Detect, ControlCharactersOfNamesDoNotReachTheTerminal) {
  const Outcome outcome = detect({"a\x1b]31m\nb.png"});
  EXPECT_THAT(outcome.errors, StartsWith("mtcnn-turbo: error: a?]31m?b.png: there is no such file\n"));
  EXPECT_EQ(records_of(outcome.output)[0]["source"], "a\x1b]31m\nb.png");
}

TEST_F(Detect, GoesOnBehindABadFileWhoseNameIsNotUtf8) {
  folder_.write("bad\xFFname.png", std::string_view("no picture"));
  add_plain_picture("good.png");
  const Outcome outcome = detect({"bad\xFFname.png", "good.png", "-o", "records.jsonl"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(records_of(folder_.read("records.jsonl")).size(), 2);
}

struct WrongUsage {
  std::vector<std::string> options;
  std::string said;  ///< part of the message

  friend std::ostream& operator<<(std::ostream& stream, const WrongUsage& usage) {
    return stream << testing::PrintToString(usage.options);
  }
};

class DetectWrongUsage : public Detect, public testing::WithParamInterface<WrongUsage> {};

TEST_P(DetectWrongUsage, ExitsBeforeAnythingIsRead) {
  std::vector<std::string> arguments = {"-", "-o", "records.jsonl"};
  arguments.insert(arguments.end(), GetParam().options.begin(), GetParam().options.end());
  const Outcome outcome = detect(arguments, {.input = plain_picture(64, 64)});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.output, "");
  EXPECT_EQ(outcome.input_read, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "records.jsonl"));
  EXPECT_THAT(outcome.errors, StartsWith("mtcnn-turbo: error: "));
  EXPECT_THAT(outcome.errors, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    Options, DetectWrongUsage,
    testing::Values(
        WrongUsage{{"--min-face-size", "0"}, "the smallest face"},
        WrongUsage{{"--min-face-size", "-60"}, "the smallest face"},
        WrongUsage{{"--min-face-size", "nan"}, "the smallest face"},
        WrongUsage{{"--min-face-size", "inf"}, "the smallest face"},
        WrongUsage{{"--min-face-size", "1e999"}, "the smallest face"},
        WrongUsage{{"--min-face-size", "sixty"}, "--min-face-size"},
        WrongUsage{{"--min-face-size", ""}, "--min-face-size: must not be empty"},
        WrongUsage{{"--min-face-size"}, "--min-face-size"},
        WrongUsage{{"--min-face-size", "40", "--min-face-size", "50"}, "--min-face-size"},
        WrongUsage{{"--max-face-size", "59"}, "the largest face"},
        WrongUsage{{"--max-face-size", "nan"}, "the largest face"},
        WrongUsage{{"--max-proposals", "0"}, "the number of proposals"},
        WrongUsage{{"--deadline", "0"}, "the deadline must be"},
        WrongUsage{{"--threads", "100000"}, "the number of threads"},
        WrongUsage{{"--thresholds", "0.6,0.7"}, "--thresholds takes three numbers"},
        WrongUsage{{"--thresholds", "0.6,0.7,0.7,0.7"}, "--thresholds takes three numbers"},
        WrongUsage{{"--thresholds", "0.6,0.7,"}, "--thresholds takes three numbers"},
        WrongUsage{{"--thresholds", "0.6;0.7;0.7"}, "--thresholds takes three numbers"},
        WrongUsage{{"--thresholds", "a,b,c"}, "--thresholds takes three numbers"},
        WrongUsage{{"--thresholds", "0.6,0.7,1.1"}, "threshold"},
        WrongUsage{{"--thresholds", "-0.1,0.7,0.7"}, "threshold"},
        WrongUsage{{"--thresholds", "0.6,nan,0.7"}, "threshold"},
        WrongUsage{{"--scale-factor", "0"}, "the scale factor"},
        WrongUsage{{"--scale-factor", "1"}, "the scale factor"},
        WrongUsage{{"--scale-factor", "nan"}, "the scale factor"},
        WrongUsage{{"--max-faces", "0"}, "the number of faces"}, WrongUsage{{"--max-faces", "1.5"}, "--max-faces"},
        WrongUsage{{"--max-faces", ""}, "--max-faces: must not be empty"},
        WrongUsage{{"--max-pixels", "0"}, "--max-pixels"}, WrongUsage{{"--max-pixels", "1073741825"}, "--max-pixels"},
        WrongUsage{{"--max-pixels", ""}, "--max-pixels"}, WrongUsage{{"--max-side", "0"}, "--max-side"},
        WrongUsage{{"--max-side", "32769"}, "--max-side"}, WrongUsage{{"--threads", "-1"}, "the number of threads"},
        WrongUsage{{"--threads", "99999999999"}, "--threads"},
        WrongUsage{{"--batch-size", "0"}, "--batch-size must be at least 1"},
        WrongUsage{{"--batch-size", "-1"}, "--batch-size must be at least 1"},
        WrongUsage{{"--recipe", "mtcnn2"}, "there is no recipe \"mtcnn2\""},
        WrongUsage{{"--backend", "abacus"}, "there is no backend \"abacus\""},
        WrongUsage{{"--format", "xml"}, "there is no format \"xml\""},
        WrongUsage{{"--weights", "none"}, "--weights none: there is no such file"},
        WrongUsage{{"--weights", MTCNN_PROGRAM}, "--weights"},
        WrongUsage{{"--annotate", "/dev/null"}, "--annotate /dev/null: "},
        WrongUsage{{"--annotate", "out.webp"}, "--annotate out.webp: "},
        WrongUsage{{"--annotate", "out.png", "another"}, "there are 2 inputs; name a folder"},
        WrongUsage{{"--annotate", ""}, "--annotate"}, WrongUsage{{"--nonsense"}, "--nonsense"}));

TEST_F(Detect, WithoutInputsIsWrongUsage) {
  const Outcome outcome = detect({});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("INPUT is required"));
}

TEST_F(Detect, OutputThatCannotBeMadeIsWrongUsage) {
  for (const std::string output : {"none/records.jsonl", "."}) {
    const Outcome outcome = detect({"-", "-o", output}, {.input = plain_picture(64, 64)});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.input_read, 0);
    EXPECT_THAT(outcome.errors, StartsWith("mtcnn-turbo: error: -o " + output + ": cannot be written: "));
  }
}

TEST_F(Detect, NeverOverwritesAnInput) {
  add_plain_picture("pics/a.png");
  std::filesystem::create_hard_link(folder_ / "pics/a.png", folder_ / "same.png");
  std::filesystem::create_directory_symlink("pics", folder_ / "link");
  const std::string before = folder_.read("pics/a.png");
  const std::vector<std::vector<std::string>> commands = {{"pics/a.png", "-o", "pics/a.png"},
                                                          {"pics/a.png", "-o", "./same.png"},
                                                          {"pics", "-o", "link/a.png"},
                                                          {"pics/a.png", "--annotate", "pics/a.png"},
                                                          {"pics/a.png", "--annotate", "same.png"},
                                                          {"pics", "--annotate", "pics"},
                                                          {"pics/a.png", "--annotate", "link"}};
  for (const std::vector<std::string>& command : commands) {
    const Outcome outcome = detect(command);
    EXPECT_EQ(outcome.exit_code, 2) << testing::PrintToString(command);
    EXPECT_THAT(outcome.errors, HasSubstr("would overwrite the input pics/a.png"));
    EXPECT_EQ(folder_.read("pics/a.png"), before);
  }
}

TEST_F(Detect, RecordsAndPictureDoNotGoToOneFile) {
  add_plain_picture("a.png");
  const Outcome outcome = detect({"a.png", "-o", "out.png", "--annotate", "./out.png"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("-o and --annotate would both write to out.png"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out.png"));
}

TEST_F(Detect, FullDiskIsAnError) {
  add_plain_picture("a.png");
  for (const std::string format : {"jsonl", "json", "csv"}) {
    const Outcome outcome = detect({"a.png", "-o", "/dev/full", "--format", format});
    EXPECT_EQ(outcome.exit_code, 1) << format;
    EXPECT_EQ(outcome.errors, "mtcnn-turbo: error: /dev/full: cannot be written: No space left on device\n");
  }
}

TEST_F(Detect, EndsQuietlyWhenTheReaderLeaves) {
  add_plain_picture("a.png");
  for (const std::string format : {"jsonl", "json", "csv"}) {
    const Outcome outcome = detect({"a.png", "a.png", "--format", format}, {.output_goes_nowhere = true});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.errors, "");
  }
}

/// Runs a shell command line in which "$0" is the program.
Outcome run_in_shell(const TemporaryFolder& folder, const std::string& command) {
  return run_program({"/bin/sh", "-c", command, program_path()}, {.folder = folder.path()});
}

TEST_F(Detect, MessagesDoNotEndUpInRecordsWhereStandardErrorIsClosed) {
  add_plain_picture("a.png");
  const Outcome outcome = run_in_shell(folder_, "\"$0\" detect none.png a.png -o records.jsonl 2>&-");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(records_of(folder_.read("records.jsonl")).size(), 2);
}

TEST_F(Detect, ClosedStandardOutputIsAnError) {
  add_plain_picture("a.png");
  const Outcome outcome = run_in_shell(folder_, "\"$0\" detect a.png >&-");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.errors, "mtcnn-turbo: error: standard output: cannot be written: Bad file descriptor\n");
}

}  // namespace
}  // namespace mtcnn::test
