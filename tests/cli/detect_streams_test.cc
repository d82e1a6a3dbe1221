// What `detect` does with inputs that are no files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "cli/detect_fixture.h"
#include "support/clip_studio.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class DetectStreams : public Detect {
 protected:
  void add_clip(const std::string& name, int frames, const std::string& arguments = "") const {
    std::filesystem::copy_file(studio_.make_faces_clip(name, frames, arguments), folder_ / name);
  }

  /// The records of a clip without the name of the input.
  static std::vector<Json> without_source(const std::string& lines) {
    std::vector<Json> records = records_of(lines);
    for (Json& record : records) record.erase("source");
    return records;
  }

  /// Runs a script of the shell, in which "$0" is the program.
  Outcome run_script(const std::string& script) const {
    return run_program({"sh", "-c", script, program_path()}, {.folder = folder_.path()});
  }

  ClipStudio studio_;
};

TEST_F(DetectStreams, StandardInputMayHoldAClip) {
  for (const char* const name : {"a.mkv", "a.ts"}) {
    add_clip(name, 10);
    const Outcome outcome = detect({"-", "--min-face-size=20"}, {.input = folder_.read(name)});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    EXPECT_EQ(without_source(outcome.output), without_source(detect({name, "--min-face-size=20"}).output));
    EXPECT_EQ(records_of(outcome.output)[0]["source"], "-");
  }
}

TEST_F(DetectStreams, WhatIsDrawnOfStandardInputMustFitIt) {
  add_clip("a.ts", 5);
  const Outcome outcome = detect({"-", "--annotate", "drawn.png"}, {.input = folder_.read("a.ts")});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("-: is a clip, which cannot be drawn as drawn.png"));
}

TEST_F(DetectStreams, AClipWhoseIndexComesLastIsExplained) {
  std::filesystem::copy_file(studio_.make_test_clip("a.mp4", 640, 360, 100), folder_ / "a.mp4");
  const Outcome outcome = detect({"-"}, {.input = folder_.read("a.mp4")});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("MP4 is read where its index comes first"));
}

TEST_F(DetectStreams, StandardInputIsDrawnUnderItsOwnName) {
  add_clip("a.ts", 5);
  const Outcome outcome = detect({"-", "--annotate", "drawn", "--crops", "crops", "--min-face-size=20", "-o", "out"},
                                 {.input = folder_.read("a.ts")});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "drawn/stdin.mp4"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "crops/stdin/000004_2.png"));
  EXPECT_THAT(outcome.errors, HasSubstr("the sound is left out, because a stream cannot be read twice"));
  // What it held is not known the next time.
  EXPECT_THAT(detect({"-", "-o", "out"}, {.input = folder_.read("a.ts")}).errors, Not(HasSubstr("up to date")));
}

TEST_F(DetectStreams, MaxDurationEndsEachClip) {
  add_clip("a.ts", 20);  // at 25 frames a second
  EXPECT_EQ(records_of(detect({"a.ts", "a.ts", "--max-duration=0.2"}).output).size(), 10U);
  EXPECT_EQ(records_of(detect({"-", "--max-duration=0.2"}, {.input = folder_.read("a.ts")}).output).size(), 5U);
  for (const char* const wrong : {"--max-duration=0", "--max-duration=-1", "--max-duration=nan"}) {
    const Outcome outcome = detect({"a.ts", wrong});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.errors, HasSubstr("--max-duration must be above 0"));
  }
}

TEST_F(DetectStreams, ReadsURLsAndKeepsPasswordsToItself) {
  add_clip("a.mp4", 10);
  add_astronaut();
  folder_.write("server.py", R"(
import http.server, threading, subprocess, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *ignored): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
inputs = [f"http://me:secret@127.0.0.1:{server.server_port}/{name}" for name in ("a.mp4", "astronaut.png", "none.mp4", "none.png")]
sys.exit(subprocess.run([sys.argv[1], "detect", "--min-face-size=20", *inputs]).returncode)
)");
  const Outcome outcome = run_script("python3 server.py \"$0\"");
  EXPECT_EQ(outcome.exit_code, 1);
  const std::vector<Json> records = records_of(outcome.output);
  ASSERT_EQ(records.size(), 13U);
  EXPECT_EQ(records[9]["num_faces"], 3);
  EXPECT_EQ(records[10]["num_faces"], 1);
  for (const std::size_t missing : {11U, 12U}) {
    EXPECT_EQ(records[missing]["error"]["code"], "unreadable");
    EXPECT_THAT(records[missing]["error"]["message"].get<std::string>(), HasSubstr("404 Not Found"));
  }
  EXPECT_THAT(outcome.output + outcome.errors, Not(HasSubstr("secret")));
}

TEST_F(DetectStreams, OfALiveStreamTheNewestFrameIsSearched) {
  std::filesystem::copy_file(
      studio_.make_test_clip("a.ts", 640, 360, 100, "-c:v libx264 -preset ultrafast -g 5 -pix_fmt yuv420p"),
      folder_ / "a.ts");
  const std::string port = std::to_string(20000 + ::getpid() % 20000);
  // One thread that searches with plain loops is slower than 25 frames a second.
  const Outcome outcome = run_script(
      "\"$0\" detect udp://127.0.0.1:" + port + " --max-duration=2 --threads=1 --backend=reference -o out & job=$!\n" +
      "sleep 1; ffmpeg -v quiet -re -i a.ts -c copy -f mpegts udp://127.0.0.1:" + port + "\nwait $job");
  const std::vector<Json> records = records_of(folder_.read("out"));
  ASSERT_GE(records.size(), 2U) << outcome.errors;
  EXPECT_LT(records.size(), 50U);
  EXPECT_THAT(outcome.errors, testing::ContainsRegex(", [0-9]+ frames? dropped"));
  EXPECT_GT(records.back()["frame_index"], records.size()) << "frames that were dropped are counted";
}

TEST_F(DetectStreams, ALiveStreamEndsByCtrlCAndIsWhole) {
  const std::string port = std::to_string(20001 + ::getpid() % 20000);
  std::filesystem::copy_file(
      studio_.make_test_clip("a.ts", 160, 96, 100, "-c:v libx264 -preset ultrafast -g 5 -pix_fmt yuv420p"),
      folder_ / "a.ts");
  const Outcome outcome = run_script("env --default-signal=INT \"$0\" detect udp://127.0.0.1:" + port +
                                     " -o out.json --format=json --annotate drawn.mp4 & job=$!\n" +
                                     "sleep 1; ffmpeg -v quiet -re -i a.ts -c copy -f mpegts udp://127.0.0.1:" + port +
                                     "\nkill -INT $job; wait $job");
  EXPECT_EQ(outcome.exit_code, 130) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("interrupted\n"));
  EXPECT_GT(Json::parse(folder_.read("out.json")).size(), 10U);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "drawn.mp4"));
}

TEST_F(DetectStreams, ACameraThatIsNotThereIsNamed) {
  const Outcome outcome = detect({"v4l2:/dev/none"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("v4l2:/dev/none: the clip cannot be opened: No such file or directory"));
}

}  // namespace
}  // namespace mtcnn::test
