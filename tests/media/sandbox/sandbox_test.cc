#include "media/sandbox/sandbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <variant>

#include "image/view.h"
#include "media/input.h"
#include "media/sample_pictures.h"
#include "media/sandbox/false_worker.h"
#include "media/sandbox/processes.h"
#include "media/sandbox/protocol.h"
#include "mtcnn/error.h"
#include "support/clip_studio.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using media::ClipFrame;
using media::ClipReader;
using media::Sandbox;
using testing::StartsWith;

/// The rows that are shown, of all planes.
std::vector<std::uint8_t> pixels_of(const ImageView& view) {
  std::vector<std::uint8_t> bytes;
  const std::uint8_t* const planes[] = {view.data, view.chroma[0], view.chroma[1]};
  const std::ptrdiff_t strides[] = {view.stride, view.chroma_strides[0], view.chroma_strides[1]};
  const std::array<PlaneSize, 3> sizes = plane_sizes(view);
  for (std::size_t plane = 0; plane < sizes.size(); ++plane) {
    for (int row = 0; row < sizes[plane].rows; ++row) {
      const std::uint8_t* const start = planes[plane] + row * strides[plane];
      bytes.insert(bytes.end(), start, start + sizes[plane].row_bytes);
    }
  }
  return bytes;
}

std::string described(const ImageView& view) {
  return std::to_string(view.width) + "x" + std::to_string(view.height) + " " +
         std::to_string(static_cast<int>(view.format)) + " " + std::to_string(static_cast<int>(view.orientation)) +
         " " + std::to_string(static_cast<int>(view.luma_weights)) + " " +
         std::to_string(static_cast<int>(view.luma_range));
}

std::string described(const Error& error) {
  return std::string(name(error.code())) + " " + std::string(name(error.stage())) + " " + error.what() + " " +
         error.details().input + " " + error.details().where + " " +
         std::to_string(error.details().limit.value_or(-1)) + " " + std::to_string(error.details().actual.value_or(-1));
}

/// All that reading a clip tells, and its pixels.
struct Telling {
  std::string text;
  std::vector<std::vector<std::uint8_t>> pixels;

  bool operator==(const Telling&) const = default;
};

Telling telling_of(const std::function<ClipReader()>& open) {
  Telling telling;
  try {
    ClipReader reader = open();
    telling.text = reader.info().codec + " " + std::to_string(reader.info().frames.value_or(-1)) + " " +
                   std::to_string(reader.info().likely_frames.value_or(-1)) + " " +
                   std::to_string(reader.info().frame_rate) + " " + std::to_string(reader.info().tick_numerator) + "/" +
                   std::to_string(reader.info().tick_denominator) + "\n";
    while (const std::optional<ClipFrame> frame = reader.next()) {
      telling.text += std::to_string(frame->index) + " " + std::to_string(frame->timestamp) + " " +
                      std::to_string(frame->ticks) + " " + std::to_string(frame->is_damaged) + " " +
                      described(frame->view) + "\n";
      telling.pixels.push_back(pixels_of(frame->view));
    }
    telling.text += std::to_string(reader.tally().decoded) + " " + std::to_string(reader.tally().corrupt) + " " +
                    reader.tally().damage;
  } catch (const Error& error) {
    telling.text += described(error);
  }
  return telling;
}

std::optional<Error> error_of(const std::function<void()>& deed) {
  try {
    deed();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

pid_t only_child() {
  const std::vector<pid_t> processes = children();
  EXPECT_EQ(processes.size(), 1U);
  return processes.empty() ? 0 : processes.front();
}

class Sandboxes : public testing::Test {
 protected:
  std::string picture(const std::string& name) const {
    return folder_.write(name, std::span<const std::uint8_t>(all_samples().front().bytes));
  }

  void expect_same_picture(const std::string& path) {
    std::optional<media::Picture> expected;
    const std::optional<Error> refusal = error_of([&] { expected = media::read_picture(path); });
    std::optional<media::Picture> found;
    const std::optional<Error> error = error_of([&] { found = sandbox_.read_picture(path); });
    ASSERT_EQ(found.has_value(), expected.has_value()) << path << (error ? error->what() : "");
    if (!expected) {
      EXPECT_EQ(described(*error), described(*refusal));
      return;
    }
    EXPECT_EQ(described(found->view()), described(expected->view())) << path;
    EXPECT_EQ(found->damage, expected->damage) << path;
    EXPECT_EQ(pixels_of(found->view()), pixels_of(expected->view())) << path;
  }

  void expect_same_clip(const std::string& path, const media::ClipSelection& selection = {}, int threads = 2) {
    const Telling expected = telling_of([&] { return ClipReader(path, selection, threads); });
    const Telling found = telling_of([&] { return sandbox_.open_clip(path, selection, threads, {}); });
    EXPECT_EQ(found.text, expected.text);
    EXPECT_TRUE(found.pixels == expected.pixels) << path;
  }

  ClipStudio studio_;
  TemporaryFolder folder_;
  Sandbox sandbox_{{}};
};

TEST_F(Sandboxes, GiveTheSamePictures) {
  for (const EncodedPicture& sample : all_samples()) {
    expect_same_picture(folder_.write(sample.name, std::span<const std::uint8_t>(sample.bytes)));
    const std::span<const std::uint8_t> bytes = sample.bytes;
    expect_same_picture(folder_.write(sample.name + ".half", bytes.first(bytes.size() / 2)));
    expect_same_picture(folder_.write(sample.name + ".start", bytes.first(20)));
  }
  EXPECT_EQ(children().size(), 1U) << "one process for all of them";
}

TEST_F(Sandboxes, RefuseTheSameFiles) {
  expect_same_picture(folder_ / "missing.png");
  expect_same_picture(folder_.write("empty.png", ""));
  expect_same_picture(folder_.write("text.png", "no picture at all"));
  expect_same_picture(folder_.path());
  expect_same_clip(folder_ / "missing.mp4");
  expect_same_clip(folder_.write("empty.mp4", ""));
  expect_same_clip(folder_.write("text.mp4", "no clip at all"));
  expect_same_clip(folder_.path());
}

TEST_F(Sandboxes, RefuseStreams) {
  for (const char* const source : {"http://example.org/a.png", "v4l2:/dev/video0"}) {
    const std::optional<Error> of_picture = error_of([&] { sandbox_.read_picture(source); });
    const std::optional<Error> of_clip = error_of([&] { sandbox_.open_clip(source, {}, 1, {}); });
    ASSERT_TRUE(of_picture && of_clip);
    EXPECT_EQ(of_picture->what(), std::string(source) + ": is not read in a sandbox");
    EXPECT_STREQ(of_clip->what(), of_picture->what());
  }
}

TEST_F(Sandboxes, GiveTheSameClips) {
  expect_same_clip(studio_.make_test_clip("h264.mp4", 220, 160, 30));
  expect_same_clip(studio_.make_test_clip("b.mkv", 322, 178, 60, "-c:v libx264 -bf 3 -refs 6 -pix_fmt yuv420p"));
  expect_same_clip(studio_.make_test_clip("mpeg4.avi", 220, 160, 30, "-c:v mpeg4"));
  expect_same_clip(studio_.make_test_clip("stream.ts", 220, 160, 30));
  // Those whose frames are converted, or that the decoder keeps for itself.
  expect_same_clip(studio_.make_test_clip("ten.mkv", 220, 160, 20, "-c:v libx264 -pix_fmt yuv420p10le"));
  expect_same_clip(studio_.make_test_clip("444.mkv", 220, 160, 20, "-c:v libx264 -pix_fmt yuv444p"));
  expect_same_clip(studio_.make_test_clip("raw.avi", 220, 160, 20, "-c:v rawvideo -pix_fmt bgr24"));
  expect_same_clip(studio_.make_test_clip("palette.avi", 220, 160, 20, "-c:v rawvideo -pix_fmt pal8"));
  expect_same_clip(studio_.make_test_clip("motion.mjpeg", 220, 160, 20, "-c:v mjpeg"));
  expect_same_clip(studio_.make_test_clip("vp9.webm", 220, 160, 20, "-c:v libvpx-vp9 -deadline realtime"));
  EXPECT_EQ(children().size(), 1U) << "one process for all of them";
}

TEST_F(Sandboxes, GiveTheSamePartOfAClip) {
  const std::string clip = studio_.make_test_clip("clip.mp4", 220, 160, 40);
  expect_same_clip(clip, {.first = 5, .end = 30, .every = 4});
  expect_same_clip(clip, {.longest = 0.5});
}

TEST_F(Sandboxes, GiveTheSameOfDamagedClips) {
  for (const char* const file : {"cut.mkv", "cut.ts", "cut.mp4"}) {
    const std::string clip = studio_.make_test_clip(file, 220, 160, 40);
    std::filesystem::resize_file(clip, std::filesystem::file_size(clip) * 2 / 3);
    // What FFmpeg makes of a picture that is cut depends on how far its other threads are.
    expect_same_clip(clip, {}, 1);
  }
}

TEST_F(Sandboxes, LeaveFramesAloneThatSomebodyHas) {
  const std::string clip = studio_.make_test_clip("clip.mp4", 220, 160, 60);
  ClipReader reader(clip, {}, 2);
  ClipReader sandboxed = sandbox_.open_clip(clip, {}, 2, {});
  std::vector<ClipFrame> held;
  std::vector<std::vector<std::uint8_t>> expected;
  for (int index = 0; const std::optional<ClipFrame> frame = reader.next(); ++index) {
    std::optional<ClipFrame> found = sandboxed.next();
    ASSERT_TRUE(found);
    if (index % 6 != 0) continue;
    held.push_back(*std::move(found));
    expected.push_back(pixels_of(frame->view));
  }
  EXPECT_FALSE(sandboxed.next());
  for (std::size_t index = 0; index < held.size(); ++index) {
    EXPECT_EQ(pixels_of(held[index].view), expected[index]) << index;
  }
}

TEST_F(Sandboxes, OutliveADecoderThatIsKilledWithinAClip) {
  const std::string clip = studio_.make_test_clip("clip.mp4", 220, 160, 60);
  ClipReader reader = sandbox_.open_clip(clip, {}, 2, {});
  std::vector<ClipFrame> held;
  held.push_back(reader.next().value());
  const std::vector<std::uint8_t> pixels = pixels_of(held.front().view);
  ::kill(only_child(), SIGABRT);  // which no sanitizer takes for itself
  const std::optional<Error> error = error_of([&] {
    while (reader.next()) {
    }
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code(), ErrorCode::kCorrupt);
  EXPECT_EQ(error->what(), clip + ": the decoder crashed (signal 6: Aborted)");
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(pixels_of(held.front().view), pixels) << "what was decoded is still there";
  expect_same_clip(clip);
}

TEST_F(Sandboxes, EndADecoderThatHangs) {
  sandbox_.wait_until_ready();
  constexpr std::chrono::milliseconds kPatience(2000);  // beyond what a busy machine takes to start a process
  Sandbox impatient({.limits = {}, .patience = kPatience});
  const std::vector<pid_t> workers = children();
  impatient.wait_until_ready();
  for (const pid_t worker : workers) ::kill(worker, SIGSTOP);
  const std::string path = picture("hanging.png");
  const std::optional<Error> error = error_of([&] { impatient.read_picture(path); });
  for (const pid_t worker : workers) ::kill(worker, SIGCONT);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code(), ErrorCode::kDeadline);
  EXPECT_EQ(error->stage(), ErrorStage::kDecode);
  EXPECT_THAT(error->what(), StartsWith(path + ": the decoder was ended"));
  EXPECT_EQ(impatient.read_picture(path).width, kSampleWidth);
}

TEST_F(Sandboxes, AClipMayBeLeft) {
  const std::string clip = studio_.make_test_clip("clip.mp4", 220, 160, 60);
  for (int round = 0; round < 3; ++round) {
    ClipReader reader = sandbox_.open_clip(clip, {}, 2, {});
    EXPECT_TRUE(reader.next());
  }
  expect_same_clip(clip);
}

TEST_F(Sandboxes, LeaveFramesOfTheClipBefore) {
  const std::string clip = studio_.make_test_clip("clip.mp4", 220, 160, 20);
  std::vector<ClipFrame> held;
  std::vector<std::vector<std::uint8_t>> expected;
  for (int round = 0; round < 3; ++round) {
    ClipReader reader = sandbox_.open_clip(clip, {}, 2, {});
    while (std::optional<ClipFrame> frame = reader.next()) {
      if (frame->index % 7 != round) continue;
      expected.push_back(pixels_of(frame->view));
      held.push_back(*std::move(frame));
    }
  }
  for (std::size_t index = 0; index < held.size(); ++index) EXPECT_EQ(pixels_of(held[index].view), expected[index]);
  EXPECT_EQ(children().size(), 1U);
}

TEST_F(Sandboxes, LeaveNothingBehind) {
  const std::string good = picture("good.png");
  const std::string bad = folder_.write("bad.png", "\x89PNG\r\n\x1A\n and no more");
  const std::string clip = studio_.make_test_clip("clip.mp4", 64, 48, 5);
  const auto read_all = [&](int rounds) {
    for (int round = 0; round < rounds; ++round) {
      sandbox_.read_picture(good);
      error_of([&] { sandbox_.read_picture(bad); });
      telling_of([&] { return sandbox_.open_clip(clip, {}, 1, {}); });
      if (round % 10 == 0) {
        ::kill(only_child(), SIGKILL);
        error_of([&] { sandbox_.read_picture(good); });
      }
    }
  };
  read_all(1);
  const std::size_t files = open_files();
  read_all(67);
  EXPECT_EQ(open_files(), files);
  EXPECT_LE(children().size(), 1U) << "the dead are waited for";
}

/// While it lives, each process that a sandbox starts answers that.
class Lie {
 public:
  explicit Lie(const std::string& lie) { ::setenv(kVariable, lie.c_str(), 1); }  // NOLINT(concurrency-mt-unsafe)
  ~Lie() { ::unsetenv(kVariable); }                                              // NOLINT(concurrency-mt-unsafe)
  Lie(const Lie&) = delete;
  Lie& operator=(const Lie&) = delete;

 private:
  static constexpr const char* kVariable = "MTCNN_TEST_LIE";
};

TEST_F(Sandboxes, OutliveADecoderThatIsKilled) {
  const std::string path = picture("killer.png");
  std::optional<Lie> told(kKilled);
  Sandbox sandbox({});
  told.reset();  // the next process is a true one
  const std::optional<Error> error = error_of([&] { sandbox.read_picture(path); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code(), ErrorCode::kCorrupt);
  EXPECT_EQ(error->stage(), ErrorStage::kDecode);
  EXPECT_EQ(error->what(), path + ": the decoder crashed (signal 9: Killed)");
  EXPECT_EQ(error->details().input, path);
  EXPECT_EQ(pixels_of(sandbox.read_picture(path).view()), pixels_of(media::read_picture(path).view()));
}

TEST_F(Sandboxes, BelieveNoLies) {
  const std::string clip = studio_.make_test_clip("clip.mp4", 64, 48, 5);
  const std::string path = picture("picture.png");
  for (const std::string& lie : lies()) {
    const Lie told(lie);
    Sandbox sandbox({});
    const bool is_of_picture = lie.starts_with("picture");
    const std::optional<Error> error = error_of([&] {
      if (is_of_picture) {
        sandbox.read_picture(path);
      } else {
        sandbox.open_clip(clip, {}, 1, {}).next();
      }
    });
    ASSERT_TRUE(error) << lie;
    EXPECT_EQ(error->what(), (is_of_picture ? path : clip) + ": the decoder's answer makes no sense") << lie;
  }
}

TEST_F(Sandboxes, DoNotWaitForADecoderThatDoesNotListen) {
  const Lie told(kEndlessClip);
  Sandbox sandbox({});
  ClipReader reader = sandbox.open_clip(studio_.make_test_clip("clip.mp4", 64, 48, 5), {}, 1, {});
  constexpr int kFarMoreThanAConnectionHolds = 5000;
  for (int count = 0; count < kFarMoreThanAConnectionHolds; ++count) ASSERT_TRUE(reader.next());
}

TEST_F(Sandboxes, ReplaceADecoderThatIsGoneBeforeTheNextInput) {
  const std::string path = picture("picture.png");
  expect_same_picture(path);
  const pid_t worker = only_child();
  ::kill(worker, SIGKILL);
  siginfo_t ending = {};
  ::waitid(P_PID, static_cast<id_t>(worker), &ending, WEXITED | WNOWAIT);
  expect_same_picture(path);
  EXPECT_NE(only_child(), worker);
}

}  // namespace
}  // namespace mtcnn::test
