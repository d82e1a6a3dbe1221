#include "cli/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mtcnn::test {
namespace {

using cli::JobProgress;
using cli::progress_line;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(Progress, TellsShareRateAndTimeLeft) {
  EXPECT_EQ(progress_line({.done = 5, .total = 10, .faces = 7}, 2, 69),
            "[==========          ]  50 %  5/10 frames  2.50/s  0:02 left  7 faces");
}

TEST(Progress, TellsTheInputAmongSeveral) {
  const JobProgress progress{
      .done = 5, .total = 10, .faces = 1, .input = 3, .inputs = 4, .clip_done = 3, .clip_total = 5};
  EXPECT_THAT(progress_line(progress, 2, 120), EndsWith("0:02 left  1 face  input 3/4, 60 %"));
}

TEST(Progress, CountsTheRateFromWhereThisRunBegan) {
  EXPECT_THAT(progress_line({.done = 105, .earlier = 100, .total = 110}, 2, 80), HasSubstr("2.50/s  0:02 left"));
}

TEST(Progress, OfAStreamHasNoEnd) {
  EXPECT_EQ(progress_line({.done = 50, .faces = 3}, 2, 80), "50 frames  25.0/s  3 faces");
}

TEST(Progress, IsEmptyAtFirstAndFullAtLast) {
  EXPECT_EQ(progress_line({.total = 4}, 0, 40), "[                    ]   0 %  0/4 frames");
  EXPECT_THAT(progress_line({.done = 4, .total = 4}, 2, 69), HasSubstr("==] 100 %  4/4 frames  2.00/s  0:00 left"));
}

TEST(Progress, IsNeverCompleteBeforeTheEnd) {
  EXPECT_THAT(progress_line({.done = 99999, .total = 100000}, 10, 80), HasSubstr(" 99 %"));
}

TEST(Progress, SaysNothingOfWhatItDoesNotKnow) {
  EXPECT_THAT(progress_line({.total = 10}, 5, 80), Not(HasSubstr("left")));
}

TEST(Progress, TellsHours) {
  EXPECT_THAT(progress_line({.done = 1, .total = 7385}, 1, 80), HasSubstr("2:03:04 left"));
  EXPECT_THAT(progress_line({.done = 1, .total = 62}, 1, 80), HasSubstr("  1:01 left"));
}

TEST(Progress, FitsEveryWidth) {
  for (int columns = 0; columns < 300; ++columns) {
    for (const auto& [done, total] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 3}, {123456, 1234567}, {9, 9}}) {
      EXPECT_LE(progress_line({.done = done, .total = total, .inputs = 3}, 77, columns).size(),
                static_cast<std::size_t>(columns));
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
