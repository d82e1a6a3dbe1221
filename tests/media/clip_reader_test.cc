#include "media/clips/clip_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "image/pixel_reader.h"
#include "image/view.h"
#include "media/clips/clip_frame.h"
#include "mtcnn/error.h"
#include "support/clip_studio.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

using media::ClipFrame;
using media::ClipReader;
using media::ClipSelection;
using testing::HasSubstr;
using testing::Not;

struct Reading {
  std::vector<ClipFrame> frames;
  media::ClipInfo info;
  media::ClipTally tally;
};

Reading read(const std::string& path, const ClipSelection& selection = {}) {
  ClipReader reader(path, selection, 2);
  Reading reading;
  while (std::optional<ClipFrame> frame = reader.next()) reading.frames.push_back(*std::move(frame));
  reading.info = reader.info();
  reading.tally = reader.tally();
  return reading;
}

Error refusal(const std::string& path, const media::PictureLimits& limits = {}) {
  try {
    ClipReader reader(path, {}, 1, {}, limits);
    while (reader.next()) {
    }
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::StartsWith(path + ": "));
    return error;
  }
  ADD_FAILURE() << path << " was read";
  return Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, "");
}

/// The planes of a frame in 4:2:0 without gaps, as ffmpeg writes them.
std::vector<std::uint8_t> planes_of(const ImageView& view) {
  std::vector<std::uint8_t> bytes;
  const auto add = [&](const std::uint8_t* plane, std::ptrdiff_t stride, int width, int height) {
    for (int row = 0; row < height; ++row)
      bytes.insert(bytes.end(), plane + row * stride, plane + row * stride + width);
  };
  add(view.data, view.stride, view.width, view.height);
  for (int plane = 0; plane < 2; ++plane) {
    add(view.chroma[plane], view.chroma_strides[plane], (view.width + 1) / 2, (view.height + 1) / 2);
  }
  return bytes;
}

/// Cuts a file to a share of its bytes.
void truncate(const std::string& path, double share) {
  std::filesystem::resize_file(
      path, static_cast<std::uintmax_t>(share * static_cast<double>(std::filesystem::file_size(path))));
}

/// Overwrites some bytes in the middle of a file.
void damage(const std::string& path, double place, int bytes) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(place * static_cast<double>(std::filesystem::file_size(path))));
  for (int index = 0; index < bytes; ++index) file.put(static_cast<char>(index * 37 + 11));
}

class Clips : public testing::Test {
 protected:
  ClipStudio studio_;
};

struct Codec {
  std::string name;
  std::string encoder;
  std::string file;
  std::string arguments;
};

class EveryCodec : public testing::TestWithParam<Codec> {};

TEST_P(EveryCodec, GivesTheDecodersOwnPlanes) {
  const Codec& codec = GetParam();
  if (!ClipStudio::has_encoder(codec.encoder)) GTEST_SKIP() << "ffmpeg has no encoder " << codec.encoder;
  const ClipStudio studio;
  const std::string path =
      studio.make_test_clip(codec.file, 160, 96, 8, "-c:v " + codec.encoder + " " + codec.arguments);
  const Reading reading = read(path);
  EXPECT_EQ(reading.info.codec, codec.name);
  EXPECT_EQ(reading.tally.damage, "");
  ASSERT_EQ(reading.frames.size(), 8U);
  std::vector<std::uint8_t> planes;
  for (std::size_t index = 0; index < reading.frames.size(); ++index) {
    const ClipFrame& frame = reading.frames[index];
    EXPECT_EQ(frame.index, static_cast<std::int64_t>(index));
    EXPECT_NEAR(frame.timestamp, static_cast<double>(index) / 25, 0.0011);  // Matroska counts milliseconds
    EXPECT_EQ(frame.view.format, PixelFormat::kI420);
    EXPECT_NO_THROW(check_view(frame.view));
    const std::vector<std::uint8_t> of_frame = planes_of(frame.view);
    planes.insert(planes.end(), of_frame.begin(), of_frame.end());
  }
  EXPECT_EQ(planes, studio.decoded(path, "-pix_fmt yuv420p")) << "other pixels than ffmpeg's";
}

INSTANTIATE_TEST_SUITE_P(
    Clips, EveryCodec,
    testing::Values(Codec{"h264", "libx264", "a.mp4", "-preset ultrafast -bf 2 -pix_fmt yuv420p"},
                    Codec{"hevc", "libx265", "a.mkv", "-preset ultrafast -x265-params log-level=0 -pix_fmt yuv420p"},
                    Codec{"vp9", "libvpx-vp9", "a.webm", "-deadline realtime -cpu-used 8 -pix_fmt yuv420p"},
                    Codec{"av1", "libaom-av1", "b.mkv", "-cpu-used 8 -usage realtime -pix_fmt yuv420p"},
                    Codec{"mpeg4", "mpeg4", "a.avi", "-pix_fmt yuv420p"},
                    Codec{"mpeg2video", "mpeg2video", "a.ts", "-pix_fmt yuv420p"}),
    [](const testing::TestParamInfo<Codec>& codec) { return codec.param.name; });

TEST_F(Clips, MotionJpegHasTheFullRange) {
  for (const char* const name : {"a.avi", "a.mjpeg"}) {
    const Reading reading =
        read(studio_.make_test_clip(name, 160, 96, 4, "-c:v mjpeg -strict unofficial -pix_fmt yuvj420p"));
    ASSERT_EQ(reading.frames.size(), 4U) << name;
    EXPECT_EQ(reading.frames[0].view.luma_range, LumaRange::kFull) << name;
  }
}

TEST_F(Clips, TenBitsAndOtherSubsamplingsAreConverted) {
  for (const char* const format : {"yuv420p10le", "yuv422p", "yuv444p", "yuv422p10le"}) {
    const std::string path = studio_.make_test_clip(
        "a.mkv", 96, 64, 2, std::string("-c:v libx264 -preset ultrafast -qp 0 -pix_fmt ") + format);
    const Reading reading = read(path);
    ASSERT_EQ(reading.frames.size(), 2U) << format;
    const ImageView& view = reading.frames[1].view;
    EXPECT_EQ(view.format, PixelFormat::kI420);
    EXPECT_EQ(view.luma_range, LumaRange::kLimited);
    // Another rounding than ffmpeg's own conversion is allowed.
    const std::vector<std::uint8_t> planes = planes_of(view);
    const std::vector<std::uint8_t> expected = studio_.decoded(path, "-pix_fmt yuv420p");
    ASSERT_EQ(2 * planes.size(), expected.size());
    int farthest = 0;
    for (std::size_t index = 0; index < 96 * 64; ++index) {
      farthest = std::max(farthest, std::abs(planes[index] - expected[planes.size() + index]));
    }
    EXPECT_LE(farthest, 2) << format;
  }
}

TEST_F(Clips, ColoursWithoutPlanesStayWhatTheyAre) {
  const Reading reading = read(studio_.make_test_clip("a.mkv", 64, 48, 1, "-c:v ffv1 -pix_fmt bgr0"));
  EXPECT_EQ(reading.frames.at(0).view.format, PixelFormat::kBgra);
  const Reading grey = read(studio_.make_test_clip("b.mkv", 64, 48, 1, "-c:v ffv1 -pix_fmt gray"));
  EXPECT_EQ(grey.frames.at(0).view.format, PixelFormat::kGrey);
}

TEST_F(Clips, MatrixAndRangeAreTheStreams) {
  const auto frame_of = [&](int width, int height, const std::string& tags) {
    Reading reading = read(studio_.make_test_clip("a.mp4", width, height, 1, "-c:v libx264 -pix_fmt yuv420p " + tags));
    return std::move(reading.frames.at(0));
  };
  EXPECT_EQ(frame_of(96, 64, "-colorspace bt709").view.luma_weights, LumaWeights::kBt709);
  EXPECT_EQ(frame_of(96, 64, "-colorspace smpte170m").view.luma_weights, LumaWeights::kBt601);
  EXPECT_EQ(frame_of(96, 720, "-colorspace bt470bg").view.luma_weights, LumaWeights::kBt601);
  // Where it does not say, the number of lines does.
  EXPECT_EQ(frame_of(96, 718, "").view.luma_weights, LumaWeights::kBt601);
  EXPECT_EQ(frame_of(96, 720, "").view.luma_weights, LumaWeights::kBt709);
  EXPECT_EQ(frame_of(96, 64, "").view.luma_range, LumaRange::kLimited);
  EXPECT_EQ(frame_of(96, 64, "-color_range pc").view.luma_range, LumaRange::kFull);
}

TEST_F(Clips, RotationIsTheViewsOrientation) {
  const std::string upright = studio_.make_test_clip("upright.mp4", 96, 64, 1);
  for (const int degrees : {90, 180, 270}) {
    const std::string turned =
        studio_.make("turned.mp4", "-i '" + upright + "' -c copy -metadata:s:v:0 rotate=" + std::to_string(degrees));
    const Reading reading = read(turned);
    const ImageView& view = reading.frames.at(0).view;
    EXPECT_EQ(view.displayed_width(), degrees == 180 ? 96 : 64);
    // ffmpeg turns what it decodes; its luma comes first.
    std::vector<std::uint8_t> expected = studio_.decoded(turned, "-pix_fmt yuv420p");
    expected.resize(96 * 64);
    std::vector<std::uint8_t> displayed;
    for (int y = 0; y < view.displayed_height(); ++y) {
      for (int x = 0; x < view.displayed_width(); ++x) {
        const StoredPosition position = stored_position(view, x, y);
        displayed.push_back(view.data[position.row * view.stride + position.column]);
      }
    }
    EXPECT_EQ(displayed, expected) << degrees;
  }
}

TEST_F(Clips, TimesOfAVariableFrameRateAreTrue) {
  for (const char* const name : {"a.mp4", "a.mkv", "a.ts"}) {
    const std::string path =
        studio_.make_test_clip(name, 96, 64, 12,
                               "-vf \"select='not(mod(n\\,3))+eq(mod(n\\,5)\\,1)',setpts=PTS*1.5\" -vsync vfr -c:v "
                               "libx264 -bf 2 -pix_fmt yuv420p");
    const Reading reading = read(path);
    const std::vector<std::string> times =
        ClipStudio::probed(path, "-select_streams v -show_entries frame=best_effort_timestamp_time");
    ASSERT_EQ(reading.frames.size(), times.size()) << name;
    ASSERT_GE(times.size(), 10U);
    const double start = std::stod(times[0]);
    for (std::size_t index = 0; index < times.size(); ++index) {
      EXPECT_NEAR(reading.frames[index].timestamp, std::stod(times[index]) - start, 2e-6)
          << name << ", frame " << index;
    }
    EXPECT_EQ(reading.tally.damage, "") << name;
  }
}

TEST_F(Clips, SizeThatChangesIsFollowed) {
  const std::string first = studio_.make_test_clip("1.ts", 96, 64, 5);
  const std::string second = studio_.make_test_clip("2.ts", 160, 128, 5);
  const std::string path =
      studio_.folder().write("both.ts", studio_.folder().read("1.ts") + studio_.folder().read("2.ts"));
  const Reading reading = read(path);
  ASSERT_EQ(reading.frames.size(), 10U);
  EXPECT_EQ(reading.frames[4].view.width, 96);
  EXPECT_EQ(reading.frames[5].view.width, 160);
  EXPECT_EQ(reading.frames[5].view.height, 128);
}

// The clock of the second begins where that of the first began.
TEST_F(Clips, TimesGoOnWhereRecordingsWereJoined) {
  const std::string once = studio_.make_test_clip("1.ts", 96, 64, 20);  // at 25 frames a second
  const std::string joined =
      studio_.folder().write("both.ts", studio_.folder().read("1.ts") + studio_.folder().read("1.ts"));
  const Reading reading = read(joined);
  ASSERT_EQ(reading.frames.size(), 40U);
  for (std::size_t index = 0; index < 40; ++index) {
    EXPECT_NEAR(reading.frames[index].timestamp, static_cast<double>(index) / 25, 1e-4) << "frame " << index;
  }
}

TEST_F(Clips, InterlacedFramesComeAsTheyAreDecoded) {
  const std::string path = studio_.make_test_clip(
      "a.mkv", 96, 64, 10, "-vf interlace -c:v libx264 -flags +ildct+ilme -x264opts tff=1 -pix_fmt yuv420p");
  const Reading reading = read(path);
  EXPECT_EQ(reading.frames.size(), 10U);
  EXPECT_EQ(reading.tally.damage, "");
}

TEST_F(Clips, OddSizesOneFrameAndLargeFrames) {
  const Reading odd = read(
      studio_.make_test_clip("odd.webm", 98, 66, 2, "-vf scale=97:65 -c:v libvpx-vp9 -cpu-used 8 -deadline realtime"));
  ASSERT_EQ(odd.frames.size(), 2U);
  EXPECT_EQ(odd.frames[0].view.width, 97);
  EXPECT_EQ(odd.frames[0].view.height, 65);
  EXPECT_NO_THROW(check_view(odd.frames[0].view));

  EXPECT_EQ(read(studio_.make_test_clip("one.mp4", 96, 64, 1)).frames.size(), 1U);

  const Reading large = read(studio_.make_test_clip("large.mp4", 3840, 2160, 1));
  ASSERT_EQ(large.frames.size(), 1U);
  EXPECT_EQ(large.frames[0].view.width, 3840);
}

TEST_F(Clips, OnlyTheSelectedFramesComeWithTheirOwnIndices) {
  const std::string path = studio_.make_test_clip("a.mp4", 96, 64, 20);
  const auto indices = [&](const ClipSelection& selection) {
    std::vector<std::int64_t> found;
    for (const ClipFrame& frame : read(path, selection).frames) {
      EXPECT_NEAR(frame.timestamp, static_cast<double>(frame.index) / 25, 1e-6);
      found.push_back(frame.index);
    }
    return found;
  };
  EXPECT_THAT(indices({.first = 17}), testing::ElementsAre(17, 18, 19));
  EXPECT_THAT(indices({.end = 2}), testing::ElementsAre(0, 1));
  EXPECT_THAT(indices({.first = 3, .end = 12, .every = 4}), testing::ElementsAre(3, 7, 11));
  EXPECT_THAT(indices({.every = 9}), testing::ElementsAre(0, 9, 18));
  EXPECT_THAT(indices({.first = 50}), testing::ElementsAre());
}

TEST_F(Clips, EndAfterTheLongestDuration) {
  const std::string path = studio_.make_test_clip("a.mp4", 64, 48, 20);  // at 25 frames a second
  ClipReader reader(path, {.longest = 0.2}, 1);
  int frames = 0;
  while (reader.next()) ++frames;
  EXPECT_EQ(frames, 5);
  EXPECT_EQ(reader.tally().damage, "");
}

TEST_F(Clips, EndWhereTheyAreStopped) {
  const std::string path = studio_.make_test_clip("a.mp4", 64, 48, 20);
  int questions = 0;
  ClipReader reader(path, {}, 1, [&] { return ++questions > 100000; });
  EXPECT_TRUE(reader.next());
  questions = 100000;
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(reader.tally().damage, "") << "it was not the clip that ended";
}

TEST(SelectedFrames, AreCountedAsFarAsAnybodyKnows) {
  media::ClipInfo info;
  EXPECT_EQ(media::selected_frames({}, info), std::nullopt);
  EXPECT_EQ(media::selected_frames({.end = 7}, info), 7U);
  info.frame_rate = 25;
  EXPECT_EQ(media::selected_frames({.longest = 2}, info), 50U);
  info.likely_frames = 20;
  EXPECT_EQ(media::selected_frames({.longest = 2}, info), 20U);
  EXPECT_EQ(media::selected_frames({.first = 3, .end = 12, .every = 4}, info), 3U);
  EXPECT_EQ(media::selected_frames({.first = 50}, info), 0U);
  info.likely_frames = 8;
  EXPECT_EQ(media::selected_frames({.first = 3, .end = 12, .every = 4}, info), 2U);
}

TEST_F(Clips, OneCutInHalfGivesWhatThereIs) {
  for (const char* const name : {"a.mp4", "a.mkv", "a.avi"}) {
    const std::string path = studio_.make_test_clip(
        name, 160, 96, 100, "-c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -movflags +faststart");
    truncate(path, 0.5);
    const Reading reading = read(path);
    EXPECT_GT(reading.frames.size(), 30U) << name;
    EXPECT_LT(reading.frames.size(), 70U) << name;
    EXPECT_EQ(reading.info.likely_frames, 100) << name;
    EXPECT_THAT(reading.tally.damage, HasSubstr("100 frames expected")) << name;
    EXPECT_THAT(reading.tally.damage, HasSubstr(std::to_string(reading.frames.size()) + " decoded")) << name;
  }
}

// A transport stream names no length, and of Matroska the cut is within the tolerance for what containers say of
// theirs.
TEST_F(Clips, OneThatLacksItsLastBytesIsDamaged) {
  for (const char* const name : {"a.ts", "a.mkv"}) {
    const std::string path = studio_.make_test_clip(name, 160, 96, 50);
    EXPECT_EQ(read(path).tally.damage, "") << name;
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 100);
    const Reading reading = read(path);
    EXPECT_GE(reading.frames.size(), 45U) << name;
    EXPECT_THAT(reading.tally.damage, HasSubstr("50 frames expected")) << name;
  }
}

TEST_F(Clips, CorruptPacketsCostTheirOwnFrames) {
  for (const char* const name : {"a.mp4", "a.mkv", "a.ts"}) {
    const std::string path =
        studio_.make_test_clip(name, 160, 96, 50, "-c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p");
    damage(path, 0.4, 2500);
    const Reading reading = read(path);
    EXPECT_GE(reading.frames.size(), 30U) << name;
    EXPECT_GT(reading.tally.corrupt, 0) << name;
    EXPECT_THAT(reading.tally.damage, HasSubstr(std::to_string(reading.tally.corrupt) + " corrupt")) << name;
    EXPECT_FALSE(reading.frames.front().is_damaged) << name;
  }
}

TEST_F(Clips, WhatIsNoClipIsRefusedWithTheReason) {
  const std::string sound = studio_.make("sound.mp4", "-f lavfi -i sine=duration=0.5 -c:a aac");
  EXPECT_EQ(refusal(sound).code(), ErrorCode::kUnsupported);
  EXPECT_THAT(refusal(sound).what(), HasSubstr("there is no video in this file"));

  const std::string no_moov = studio_.make_test_clip("a.mp4", 160, 96, 50);
  truncate(no_moov, 0.5);
  EXPECT_EQ(refusal(no_moov).code(), ErrorCode::kCorrupt);
  EXPECT_THAT(refusal(no_moov).what(), HasSubstr("it breaks off before its index (moov atom not found)"));

  EXPECT_EQ(refusal(studio_.folder().write("empty.mp4", "")).code(), ErrorCode::kEmpty);
  EXPECT_EQ(refusal(studio_.folder() / "none.mp4").code(), ErrorCode::kNotFound);
  EXPECT_EQ(refusal(studio_.folder().path()).code(), ErrorCode::kUnsupported);
  EXPECT_EQ(refusal(studio_.folder().write("text.mp4", "this is no clip, whatever its name says")).code(),
            ErrorCode::kCorrupt);
  studio_.make("sound.mp3", "-f lavfi -i sine=duration=0.5");
  for (const std::string& content : {std::string("hello\n"), studio_.folder().read("sound.mp3")}) {
    EXPECT_THAT(refusal(studio_.folder().write("a.mkv", content)).what(),
                testing::EndsWith("a.mkv: the clip cannot be opened: it is in no container of clips that is read"));
  }
}

TEST_F(Clips, NothingButTheFileIsOpened) {
  const std::string clip = studio_.make_test_clip("a.mp4", 96, 64, 2);
  const std::string list = studio_.folder().write("list.mp4", "ffconcat version 1.0\nfile 'a.mp4'\n");
  EXPECT_THAT(refusal(list).what(), HasSubstr("cannot be opened"));
  const std::string playlist = studio_.folder().write(
      "list.ts", "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.08,\na.mp4\n#EXT-X-ENDLIST\n");
  EXPECT_THAT(refusal(playlist).what(), HasSubstr("cannot be opened"));
}

TEST_F(Clips, FramesLargerThanAllowedAreRefused) {
  const std::string path = studio_.make_test_clip("a.mp4", 160, 96, 2);
  const Error error = refusal(path, {.max_pixels = 160 * 96 - 1});
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_THAT(error.what(), HasSubstr("160x96"));
}

TEST_F(Clips, AreToldFromPicturesByTheirBytes) {
  const auto is_clip = [&](const std::string& path) { return media::is_clip(path, read_file(path)); };
  const std::string clip = studio_.make_test_clip("a.mkv", 96, 64, 2);
  EXPECT_TRUE(is_clip(clip));
  EXPECT_TRUE(is_clip(studio_.folder().write("clip.jpg", studio_.folder().read("a.mkv"))));
  const std::string picture = studio_.make_test_clip("a.png", 96, 64, 1, "");
  EXPECT_FALSE(is_clip(picture));
  EXPECT_FALSE(is_clip(studio_.folder().write("picture.mp4", studio_.folder().read("a.png"))));
  EXPECT_FALSE(is_clip(studio_.folder().write("text.txt", "neither")));
  EXPECT_FALSE(is_clip(studio_.make("sound.mp3", "-f lavfi -i sine=duration=0.5")));
}

}  // namespace
}  // namespace mtcnn::test
