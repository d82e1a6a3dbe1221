#include "media/utf8.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace mtcnn::test {
namespace {

using media::valid_utf8;

TEST(Utf8, LeavesValidTextAlone) {
  for (const std::string text :
       {"", "plain", "portrait à é 顔.jpg", "\U0001F600", "\x7F\x01", "\u0800\uFFFF\U00010000"}) {
    EXPECT_EQ(valid_utf8(text), text);
  }
}

TEST(Utf8, ReplacesWhatIsNot) {
  EXPECT_EQ(valid_utf8("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(valid_utf8("\x80"), "\uFFFD");
  EXPECT_EQ(valid_utf8("caf\xE9"), "caf\uFFFD");                     // Latin-1
  EXPECT_EQ(valid_utf8("\xC3"), "\uFFFD");                           // breaks off
  EXPECT_EQ(valid_utf8("\xE2\x82x"), "\uFFFDx");                     // breaks off after two of three bytes
  EXPECT_EQ(valid_utf8("\xC0\xAF"), "\uFFFD\uFFFD");                 // an overlong slash
  EXPECT_EQ(valid_utf8("\xED\xA0\x80").substr(0, 3), "\uFFFD");      // a surrogate
  EXPECT_EQ(valid_utf8("\xF4\x90\x80\x80").substr(0, 3), "\uFFFD");  // above U+10FFFF
}

// An independent check: nlohmann::json refuses text that is not UTF-8, and leaves valid text as it is.
TEST(Utf8, AlwaysGivesValidText) {
  std::mt19937 random(2);
  const std::string bytes = "a\x7F\x80\x9F\xA0\xBF\xC1\xC3\xE0\xE2\xED\xEF\xF0\xF1\xF4\xF5\xFF";
  for (int trial = 0; trial < 100000; ++trial) {
    std::string text;
    for (std::size_t length = random() % 8; length > 0; --length) text += bytes[random() % bytes.size()];
    const std::string valid = valid_utf8(text);
    ASSERT_NO_THROW(nlohmann::json(valid).dump());
    try {
      nlohmann::json(text).dump();
      ASSERT_EQ(valid, text);
    } catch (const nlohmann::json::exception&) {
      ASSERT_NE(valid, text);
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
