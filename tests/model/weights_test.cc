#include "mtcnn/weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "model/network_weights.h"
#include "model/safetensors.h"
#include "model/safetensors_writer.h"
#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Bytes = std::vector<std::uint8_t>;

void expect_refused(const std::function<void()>& read, const std::string& reason) {
  try {
    read();
    ADD_FAILURE() << "accepted; should have been refused with: " << reason;
  } catch (const Error& error) {
    EXPECT_EQ(error.stage(), ErrorStage::kWeights);
    EXPECT_THAT(error.what(), StartsWith("my.safetensors: "));
    EXPECT_THAT(error.what(), HasSubstr(reason));
  }
}

void expect_weights_refused(const Bytes& file, const std::string& reason) {
  expect_refused([&] { Weights::parse(file, "my.safetensors"); }, reason);
}

void expect_table_refused(const std::string& header, std::size_t data_bytes, const std::string& reason) {
  const Bytes file = write_safetensors(header, Bytes(data_bytes));
  expect_refused([&] { parse_safetensors(file, "my.safetensors"); }, reason);
}

Bytes small_checksummed_file() {
  Bytes file = write_safetensors({{"a", {{2, 3}, {1, 2, 3, 4, 5, 6}}}, {"b", {{1}, {7}}}},
                                 {{"format", "mtcnn-turbo"}, {"checksum", kChecksumPlaceholder}});
  put_checksum(file);
  return file;
}

TEST(Safetensors, GivesTensorsAndMetadata) {
  const Bytes file = small_checksummed_file();
  const Safetensors content = parse_safetensors(file, "my.safetensors");
  ASSERT_EQ(content.tensors.size(), 2U);
  EXPECT_EQ(content.tensors.at("a").shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(content.tensors.at("a").bytes.size(), 24U);
  EXPECT_EQ(content.metadata.at("format"), "mtcnn-turbo");
}

TEST(Safetensors, EveryTruncationIsRefused) {
  const Bytes file = small_checksummed_file();
  for (std::size_t length = 0; length < file.size(); ++length) {
    EXPECT_THROW(parse_safetensors(std::span(file).first(length), "my.safetensors"), Error) << length;
  }
}

TEST(Safetensors, EveryChangedByteIsRefused) {
  const Bytes file = small_checksummed_file();
  for (std::size_t position = 0; position < file.size(); ++position) {
    for (const int mask : {0x01, 0x20, 0x80, 0xFF}) {
      Bytes changed = file;
      changed[position] = static_cast<std::uint8_t>(changed[position] ^ mask);
      EXPECT_THROW(parse_safetensors(changed, "my.safetensors"), Error) << "byte " << position << ", mask " << mask;
    }
  }
}

TEST(Safetensors, ChecksumMustStandThereAsItIs) {
  Bytes file = write_safetensors(R"({"__metadata__": {"checksum": "\u0066nv1a64:0123456789abcdef"}})", {});
  expect_refused([&] { parse_safetensors(file, "my.safetensors"); }, "does not match its checksum");
}

TEST(Safetensors, ATensorMayBeEmpty) {
  const Bytes file = write_safetensors(R"({"a": {"dtype": "F32", "shape": [2, 0], "data_offsets": [0, 0]}})", {});
  EXPECT_TRUE(parse_safetensors(file, "my.safetensors").tensors.at("a").bytes.empty());
}

TEST(Safetensors, OfAnotherFormatNeedsNoChecksum) {
  const Bytes file = write_safetensors({{"a", {{1}, {1}}}}, {{"format", "pt"}});
  EXPECT_EQ(parse_safetensors(file, "my.safetensors").tensors.size(), 1U);
}

TEST(Safetensors, NeedsNoChecksumWhereItClaimsNone) {
  const Bytes file = write_safetensors({{"a", {{1}, {1}}}});
  EXPECT_EQ(parse_safetensors(file, "my.safetensors").tensors.size(), 1U);
}

TEST(Safetensors, ContradictionsAreRefused) {
  expect_table_refused("[]", 0, "not a JSON object");
  expect_table_refused("{", 0, "not a JSON object");
  expect_table_refused(R"([{"a": 5}])", 0, "not a JSON object");
  expect_table_refused(R"({"a": 5})", 0, "lacks");
  expect_table_refused(R"({"a": [{"dtype": "F32"}]})", 4, "lacks");
  expect_table_refused(R"({"a": {"shape": [1], "data_offsets": [0, 4]}})", 4, "lacks");
  expect_table_refused(R"({"a": {"dtype": "F32", "data_offsets": [0, 4]}})", 4, "lacks");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1]}})", 4, "lacks");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}})", 4, "breaks off");
  expect_table_refused(R"({"a": {"dtype": "F16", "shape": [2], "data_offsets": [0, 4]}})", 4, "\"F16\"");
  expect_table_refused(R"({"a": {"dtype": 5, "shape": [1], "data_offsets": [0, 4]}})", 4, "a dtype that is no string");
  expect_table_refused(R"({"a": {"dtype": {"b": 5}, "shape": [1], "data_offsets": [0, 4]}})", 4,
                       "a dtype that is no string");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}})", 4, "-1");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1.5], "data_offsets": [0, 4]}})", 4, "1.5");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [9223372036854775808], "data_offsets": [0, 4]}})", 4,
                       "9223372036854775808");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": 1, "data_offsets": [0, 4]}})", 4, "no list");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [true, false], "data_offsets": [0, 4]}})", 4, "with true");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [false, 1], "data_offsets": [0, 4]}})", 4, "with false");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}})", 4, "fewer bytes");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 8]}})", 8,
                       "another number of bytes");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [4294967296, 4294967296, 4], "data_offsets": [0, 16]}})", 16,
                       "fewer bytes");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}})", 4, "data_offsets");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0]}})", 4, "data_offsets");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}})", 8, "leave bytes");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})", 5, "behind the last");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
                           "b": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})",
                       4, "overlap");
  expect_table_refused(R"({"__metadata__": {"checksum": 5}})", 0, "not a string");
  expect_table_refused(R"({"__metadata__": []})", 0, "not a JSON object");
  expect_table_refused(R"({"__metadata__": {"checksum": "md5:0"}})", 0, "does not match its checksum");
  expect_table_refused(std::string(100000, '['), 0, "nests more deeply");
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [[1]], "data_offsets": [0, 4]}})", 4, "nests more deeply");
}

TEST(Safetensors, WhatIsNamedTwiceIsRefused) {
  expect_table_refused(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
                           "a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})",
                       4, "\"a\" twice");
  expect_table_refused(R"({"__metadata__": {}, "__metadata__": {}})", 0, "\"__metadata__\" twice");
  expect_table_refused(R"({"a": {"dtype": "F16", "dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})", 4,
                       "\"dtype\" twice");
  const Bytes file = write_safetensors(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
                                           "b": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}})",
                                       Bytes(8));
  EXPECT_EQ(parse_safetensors(file, "my.safetensors").tensors.size(), 2U);
}

TEST(Safetensors, LongHeadersAreRefusedBeforeTheyAreRead) {
  constexpr std::size_t kLongest = 1 << 18;
  std::string header = R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})";
  header.resize(kLongest, ' ');
  EXPECT_EQ(parse_safetensors(write_safetensors(header, Bytes(4)), "my.safetensors").tensors.size(), 1U);
  try {
    parse_safetensors(write_safetensors(header + ' ', Bytes(4)), "my.safetensors");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kLimit);
    EXPECT_EQ(error.details().input, "my.safetensors");
    EXPECT_EQ(error.details().limit, kLongest);
    EXPECT_EQ(error.details().actual, kLongest + 1);
  }
}

TEST(Safetensors, AbsurdHeaderLengthIsRefused) {
  Bytes file(100, 0xFF);
  expect_refused([&] { parse_safetensors(file, "my.safetensors"); }, "18446744073709551615");
}

TEST(Weights, EmbeddedOnesSayWhereTheyComeFrom) {
  EXPECT_THAT(Weights::embedded().source(), HasSubstr("facenet-pytorch 2.6.0"));
}

TEST(Weights, TakeTheirSourceFromTheFileOrElseItsName) {
  const auto tensors = uniform_weights(0.5F);
  EXPECT_EQ(Weights::parse(write_safetensors(tensors, {{"source", "a laboratory"}}), "my.safetensors").source(),
            "a laboratory");
  const Weights unnamed = Weights::parse(write_safetensors(tensors), "my.safetensors");
  EXPECT_EQ(unnamed.source(), "my.safetensors");
  EXPECT_EQ(unnamed.networks().at("rnet.dense4.weight"), std::vector<float>(128 * 576, 0.5F));
}

Bytes written(const Weights& weights) {
  const std::string file = weights.safetensors();
  return {file.begin(), file.end()};
}

TEST(Weights, AreWrittenWithAChecksum) {
  const Bytes file = written(Weights::embedded());
  EXPECT_EQ(written(Weights::parse(file, "my.safetensors")), file);
  for (const std::size_t position : {file.size() / 2, file.size() - 4}) {
    Bytes changed = file;
    changed[position] ^= 0x01U;
    expect_weights_refused(changed, "does not match its checksum");
  }
}

TEST(Weights, AreWrittenWhateverTheirSource) {
  for (const std::string source : {"a \"laboratory\"\n", kChecksumPlaceholder, "caf\xE9.safetensors"}) {
    const Weights weights = Weights::parse(write_safetensors(uniform_weights(0.5F)), source);
    EXPECT_EQ(Weights::parse(written(weights), "my.safetensors").networks().tensors, weights.networks().tensors);
  }
}

TEST(Weights, WrongTensorsAreRefusedByName) {
  auto tensors = uniform_weights(0);
  tensors.erase("onet.prelu5.weight");
  expect_weights_refused(write_safetensors(tensors), "onet.prelu5.weight is missing");

  tensors = uniform_weights(0);
  tensors["extra"] = {{1}, {0}};
  expect_weights_refused(write_safetensors(tensors), "extra is none of MTCNN's");

  tensors = uniform_weights(0);
  tensors["pnet.conv1.weight"].shape = {3, 10, 3, 3};
  expect_weights_refused(write_safetensors(tensors), "3x10x3x3 instead of 10x3x3x3");

  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    tensors = uniform_weights(0);
    tensors["rnet.conv2.bias"].values[3] = value;
    expect_weights_refused(write_safetensors(tensors), "rnet.conv2.bias holds a value that is not finite");
  }
}

TEST(Weights, AnEmptyFileIsCalledEmpty) {
  try {
    Weights::parse({}, "my.safetensors");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kEmpty);
  }
}

}  // namespace
}  // namespace mtcnn::test
