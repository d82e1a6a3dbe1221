#include "mtcnn/error.h"

#include <gtest/gtest.h>

#include <set>

namespace mtcnn::test {
namespace {

TEST(Error, EveryCodeAndStageHasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (const ErrorCode code :
       {ErrorCode::kInvalidArgument, ErrorCode::kNotFound, ErrorCode::kUnreadable, ErrorCode::kEmpty,
        ErrorCode::kUnsupported, ErrorCode::kCorrupt, ErrorCode::kLimit, ErrorCode::kUnwritable,
        ErrorCode::kOutOfMemory, ErrorCode::kDeadline, ErrorCode::kInternal}) {
    EXPECT_TRUE(words.insert(name(code)).second) << name(code);
  }
  words.clear();
  for (const ErrorStage stage : {ErrorStage::kOptions, ErrorStage::kWeights, ErrorStage::kRead, ErrorStage::kDecode,
                                 ErrorStage::kDetect, ErrorStage::kWrite}) {
    EXPECT_TRUE(words.insert(name(stage)).second) << name(stage);
  }
  EXPECT_FALSE(words.contains(""));
}

TEST(Error, OfAnInputKeepsAllElse) {
  const Error plain(ErrorCode::kLimit, ErrorStage::kDecode, "is too large",
                    {.where = "frame 3", .limit = 5, .actual = 7});
  const Error named = plain.of("walk.mp4");
  EXPECT_STREQ(named.what(), "walk.mp4: is too large");
  EXPECT_EQ(named.code(), ErrorCode::kLimit);
  EXPECT_EQ(named.stage(), ErrorStage::kDecode);
  EXPECT_EQ(named.details().input, "walk.mp4");
  EXPECT_EQ(named.details().where, "frame 3");
  EXPECT_EQ(named.details().limit, 5);
  EXPECT_EQ(named.details().actual, 7);
}

}  // namespace
}  // namespace mtcnn::test
