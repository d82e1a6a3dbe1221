#include "cli/summary.h"

#include <gtest/gtest.h>

#include "cli/rate.h"

namespace mtcnn::test {
namespace {

using cli::frames_without_row_line;
using cli::rate_text;
using cli::summary_line;

TEST(Summary, CountsInGoodEnglish) {
  EXPECT_EQ(summary_line({.frames = 12, .faces = 31, .errors = 1}, 12 / 18.4),
            "12 frames, 31 faces, 18.4 frames/s, 1 error");
  EXPECT_EQ(summary_line({.frames = 1, .faces = 1}, 1), "1 frame, 1 face, 1.00 frames/s");
  EXPECT_EQ(summary_line({.frames = 2, .faces = 0, .partial = 1, .errors = 3, .skipped = 4}, 1),
            "2 frames, 0 faces, 2.00 frames/s, 3 errors, 1 partial, 4 skipped");
}

TEST(Summary, CountsTheFramesOfDamagedClips) {
  EXPECT_EQ(summary_line({.frames = 12,
                          .faces = 0,
                          .partial = 2,
                          .damaged_clips = 1,
                          .expected_frames = 20,
                          .decoded_frames = 12,
                          .corrupt_frames = 3},
                         0),
            "12 frames, 0 faces, 2 partial, 1 damaged clip (20 frames expected, 12 decoded, 3 corrupt)");
  EXPECT_EQ(summary_line({.frames = 12, .damaged_clips = 1, .decoded_frames = 12, .corrupt_frames = 0}, 0),
            "12 frames, 0 faces, 1 damaged clip (12 decoded, 0 corrupt)");
}

TEST(Summary, HasNoRateWithoutFrames) { EXPECT_EQ(summary_line({.errors = 2}, 1), "0 frames, 0 faces, 2 errors"); }

TEST(Summary, SaysHowManyFramesHaveNoRow) {
  EXPECT_EQ(frames_without_row_line({.frames = 12, .frames_without_face = 3}),
            "3 of 12 frames had no face, and so have no row");
  EXPECT_EQ(frames_without_row_line({.frames = 1, .frames_without_face = 1}),
            "1 of 1 frame had no face, and so has no row");
  EXPECT_EQ(frames_without_row_line({.frames = 2}), "0 of 2 frames had no face, and so have no row");
}

TEST(Rate, HasAboutThreeDigits) {
  EXPECT_EQ(rate_text(1234.5), "1234");
  EXPECT_EQ(rate_text(123.4), "123");
  EXPECT_EQ(rate_text(18.44), "18.4");
  EXPECT_EQ(rate_text(2.5), "2.50");
  EXPECT_EQ(rate_text(0.195), "0.195");
}

}  // namespace
}  // namespace mtcnn::test
