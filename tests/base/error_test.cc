#include "mtcnn/error.h"

#include <gtest/gtest.h>

#include <set>

namespace mtcnn::test {
namespace {

TEST(Error, EveryCodeAndStageHasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (const ErrorCode code :
       {ErrorCode::kInvalidArgument, ErrorCode::kNotFound, ErrorCode::kUnreadable, ErrorCode::kEmpty,
        ErrorCode::kUnsupported, ErrorCode::kCorrupt, ErrorCode::kLimit, ErrorCode::kUnwritable}) {
    EXPECT_TRUE(words.insert(name(code)).second) << name(code);
  }
  words.clear();
  for (const ErrorStage stage : {ErrorStage::kOptions, ErrorStage::kWeights, ErrorStage::kRead, ErrorStage::kDecode,
                                 ErrorStage::kDetect, ErrorStage::kWrite}) {
    EXPECT_TRUE(words.insert(name(stage)).second) << name(stage);
  }
  EXPECT_FALSE(words.contains(""));
}

}  // namespace
}  // namespace mtcnn::test
