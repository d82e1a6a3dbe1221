#include "cli/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mtcnn::test {
namespace {

using cli::progress_line;
using testing::HasSubstr;
using testing::Not;

TEST(Progress, TellsShareRateAndTimeLeft) {
  EXPECT_EQ(progress_line(5, 10, 2, 60), "[==========          ]  50 %  5/10 frames  2.50/s  0:02 left");
}

TEST(Progress, IsEmptyAtFirstAndFullAtLast) {
  EXPECT_EQ(progress_line(0, 4, 0, 40), "[                    ]   0 %  0/4 frames");
  EXPECT_THAT(progress_line(4, 4, 2, 60), HasSubstr("==] 100 %  4/4 frames  2.00/s  0:00 left"));
}

TEST(Progress, IsNeverCompleteBeforeTheEnd) { EXPECT_THAT(progress_line(99999, 100000, 10, 80), HasSubstr(" 99 %")); }

TEST(Progress, SaysNothingOfWhatItDoesNotKnow) { EXPECT_THAT(progress_line(0, 10, 5, 80), Not(HasSubstr("left"))); }

TEST(Progress, TellsHours) {
  EXPECT_THAT(progress_line(1, 7385, 1, 80), HasSubstr("2:03:04 left"));
  EXPECT_THAT(progress_line(1, 62, 1, 80), HasSubstr("  1:01 left"));
}

TEST(Progress, FitsEveryWidth) {
  for (int columns = 0; columns < 300; ++columns) {
    for (const auto& [done, total] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 3}, {123456, 1234567}, {9, 9}}) {
      EXPECT_LE(progress_line(done, total, 77, columns).size(), static_cast<std::size_t>(columns));
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
