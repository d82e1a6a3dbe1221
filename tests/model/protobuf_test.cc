#include "model/protobuf.h"

#include <gtest/gtest.h>

namespace mtcnn::test {
namespace {

using std::string_literals::operator""s;

// The bytes are worked out by hand from the description of the wire format.
TEST(ProtobufMessage, NumbersAreVarints) {
  ProtobufMessage message;
  message.add(1, 0);
  message.add(2, 127);
  message.add(16, 300);
  message.add(3, -1);
  EXPECT_EQ(message.bytes(),
            "\x08\x00"
            "\x10\x7F"
            "\x80\x01\xAC\x02"
            "\x18\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"s);
}

TEST(ProtobufMessage, TextsAndMessagesCarryTheirLength) {
  ProtobufMessage inner;
  inner.add(1, 5);
  ProtobufMessage message;
  message.add(1, "abc");
  message.add(2, inner);
  message.add(3, "");
  EXPECT_EQ(message.bytes(), "\x0A\x03"s + "abc" + "\x12\x02\x08\x05\x1A\x00"s);
}

}  // namespace
}  // namespace mtcnn::test
