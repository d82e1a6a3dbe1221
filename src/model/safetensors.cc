#include "model/safetensors.h"

#include <algorithm>

#include "model/safetensors_header.h"
#include "model/weights_checksum.h"
#include "mtcnn/error.h"

namespace mtcnn {
namespace {

constexpr std::size_t kLengthBytes = 8;

/// Ours takes 5 kilobytes; what is longer costs time and memory before it can be refused.
constexpr std::uint64_t kLongestHeader = 1 << 18;

class Parser {
 public:
  Parser(std::span<const std::uint8_t> file, const std::string& origin) : file_(file), origin_(origin) {}

  Safetensors parse() {
    read_header();
    for (const auto& [name, fields] : header_) {
      if (name == "__metadata__") {
        read_metadata(fields);
      } else {
        read_tensor(name, fields);
      }
    }
    check_coverage();
    check_checksum();
    return std::move(result_);
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const {
    throw Error(ErrorCode::kCorrupt, ErrorStage::kWeights, reason).of(origin_);
  }

  void read_header() {
    if (file_.empty()) throw Error(ErrorCode::kEmpty, ErrorStage::kWeights, "the weights file is empty").of(origin_);
    if (file_.size() < kLengthBytes) refuse("the weights file breaks off in its first 8 bytes");
    std::uint64_t length = 0;
    for (std::size_t byte = kLengthBytes; byte-- > 0;) length = length << 8 | file_[byte];
    if (length > file_.size() - kLengthBytes) {
      refuse("not a safetensors file, or one that breaks off in its header: a header of " + std::to_string(length) +
             " bytes is announced, and " + std::to_string(file_.size() - kLengthBytes) + " bytes follow");
    }
    if (length > kLongestHeader) {
      throw Error(ErrorCode::kLimit, ErrorStage::kWeights,
                  "the weights file has a header of " + std::to_string(length) + " bytes; at most " +
                      std::to_string(kLongestHeader) + " are allowed",
                  {.limit = kLongestHeader, .actual = static_cast<double>(length)})
          .of(origin_);
    }
    header_ = read_safetensors_header(file_.subspan(kLengthBytes, length),
                                      [this](const std::string& reason) { refuse(reason); });
    data_ = file_.subspan(kLengthBytes + length);
  }

  void read_metadata(const std::optional<SafetensorsFields>& fields) {
    if (!fields) refuse("__metadata__ is not a JSON object");
    for (const auto& [key, value] : *fields) {
      if (!value.text) refuse("__metadata__." + key + " is not a string");
      result_.metadata[key] = *value.text;
    }
  }

  void read_tensor(const std::string& name, const std::optional<SafetensorsFields>& fields) {
    if (!fields || !fields->contains("dtype") || !fields->contains("shape") || !fields->contains("data_offsets")) {
      refuse("the entry of tensor " + name + " lacks its dtype, shape or data_offsets");
    }
    const SafetensorsValue& type = fields->at("dtype");
    if (!type.text) refuse("tensor " + name + " has a dtype that is no string");
    if (*type.text != "F32") refuse("tensor " + name + " is \"" + *type.text + "\", not \"F32\"");

    const std::vector<std::uint64_t>& shape = natural_numbers(name, fields->at("shape"));
    const std::vector<std::uint64_t>& offsets = natural_numbers(name, fields->at("data_offsets"));
    if (offsets.size() != 2 || offsets[0] > offsets[1]) refuse("tensor " + name + " has no valid data_offsets");
    if (offsets[1] > data_.size()) {
      refuse("the weights file breaks off: tensor " + name + " ends at byte " + std::to_string(offsets[1]) +
             " of the data, of which there are " + std::to_string(data_.size()));
    }
    const std::uint64_t bytes = offsets[1] - offsets[0];
    std::uint64_t expected = sizeof(float);
    bool overflows = false;
    for (const std::uint64_t side : shape) {
      overflows = overflows || __builtin_mul_overflow(expected, side, &expected);
    }
    if (overflows || expected > bytes) refuse("tensor " + name + " has fewer bytes than its shape asks for");
    if (expected < bytes) refuse("tensor " + name + " has another number of bytes than its shape asks for");

    result_.tensors[name] = {{shape.begin(), shape.end()}, data_.subspan(offsets[0], bytes)};
  }

  const std::vector<std::uint64_t>& natural_numbers(const std::string& name, const SafetensorsValue& value) const {
    if (!value.list) refuse("tensor " + name + " has a shape or data_offsets that is no list");
    if (!value.strange.empty()) refuse("tensor " + name + " has a shape or data_offsets with " + value.strange);
    return *value.list;
  }

  /// The tensors must cover the data without a gap and without an overlap, as the format demands.
  void check_coverage() const {
    std::vector<std::span<const std::uint8_t>> parts;
    parts.reserve(result_.tensors.size());
    for (const auto& [name, tensor] : result_.tensors) parts.push_back(tensor.bytes);
    std::sort(parts.begin(), parts.end(), [](auto a, auto b) { return a.data() < b.data(); });
    const std::uint8_t* position = data_.data();
    for (const auto part : parts) {
      if (part.data() != position) refuse("the tensors overlap or leave bytes between them");
      position += part.size();
    }
    if (position != data_.data() + data_.size()) refuse("there are bytes behind the last tensor");
  }

  void check_checksum() const {
    const auto checksum = result_.metadata.find("checksum");
    if (checksum == result_.metadata.end()) {
      const auto format = result_.metadata.find("format");
      if (format != result_.metadata.end() && format->second == kOwnFormat) refuse("the file's checksum is missing");
    } else if (!has_checksum(file_, checksum->second)) {
      refuse("the weights file was altered or damaged: its content does not match its checksum");
    }
  }

  std::span<const std::uint8_t> file_;
  const std::string& origin_;
  SafetensorsHeader header_;
  std::span<const std::uint8_t> data_;
  Safetensors result_;
};

}  // namespace

Safetensors parse_safetensors(std::span<const std::uint8_t> file, const std::string& origin) {
  return Parser(file, origin).parse();
}

}  // namespace mtcnn
