#include "model/safetensors.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "model/weights_checksum.h"
#include "mtcnn/error.h"

namespace mtcnn {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;

/// Ours takes 5 kilobytes; what is longer costs time and memory before it can be refused.
constexpr std::uint64_t kLongestHeader = 1 << 18;

/// The header, its tensors, their shapes.
constexpr int kDeepestNesting = 3;

class Parser {
 public:
  Parser(std::span<const std::uint8_t> file, const std::string& origin) : file_(file), origin_(origin) {}

  Safetensors parse() {
    read_header();
    for (const auto& [name, entry] : header_.items()) {
      if (name == "__metadata__") {
        read_metadata(entry);
      } else {
        read_tensor(name, entry);
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
    header_ = parse_header(file_.subspan(kLengthBytes, length));
    if (!header_.is_object()) refuse("not a safetensors file: its header is not a JSON object");
    data_ = file_.subspan(kLengthBytes + length);
  }

  /// Refuses what names a thing twice, of which the parser itself would keep the last, and nesting that has no end.
  Json parse_header(std::span<const std::uint8_t> header) const {
    std::vector<std::set<std::string>> names;  // of the objects that are open
    const auto note = [&](int depth, Json::parse_event_t event, const Json& parsed) {
      if (depth > kDeepestNesting) refuse("its header nests more deeply than the format does");
      if (event == Json::parse_event_t::object_start) names.emplace_back();
      if (event == Json::parse_event_t::object_end) names.pop_back();
      if (event == Json::parse_event_t::key && !names.back().insert(parsed.get<std::string>()).second) {
        refuse("its header names " + parsed.dump() + " twice");
      }
      return true;
    };
    return Json::parse(header.begin(), header.end(), note, /*allow_exceptions=*/false);
  }

  void read_metadata(const Json& entry) {
    if (!entry.is_object()) refuse("__metadata__ is not a JSON object");
    for (const auto& [key, value] : entry.items()) {
      if (!value.is_string()) refuse("__metadata__." + key + " is not a string");
      result_.metadata[key] = value.get<std::string>();
    }
  }

  void read_tensor(const std::string& name, const Json& entry) {
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets")) {
      refuse("the entry of tensor " + name + " lacks its dtype, shape or data_offsets");
    }
    if (entry["dtype"] != "F32") refuse("tensor " + name + " is " + entry["dtype"].dump() + ", not \"F32\"");

    const std::vector<std::uint64_t> shape = natural_numbers(name, entry["shape"]);
    const std::vector<std::uint64_t> offsets = natural_numbers(name, entry["data_offsets"]);
    if (offsets.size() != 2 || offsets[0] > offsets[1]) refuse("tensor " + name + " has no valid data_offsets");
    if (offsets[1] > data_.size()) {
      refuse("the weights file breaks off: tensor " + name + " ends at byte " + std::to_string(offsets[1]) +
             " of the data, of which there are " + std::to_string(data_.size()));
    }
    const std::uint64_t bytes = offsets[1] - offsets[0];
    std::uint64_t expected = sizeof(float);
    for (const std::uint64_t side : shape) {
      if (side != 0 && expected > bytes / side) refuse("tensor " + name + " has fewer bytes than its shape asks for");
      expected *= side;
    }
    if (expected != bytes) refuse("tensor " + name + " has another number of bytes than its shape asks for");

    result_.tensors[name] = {{shape.begin(), shape.end()}, data_.subspan(offsets[0], bytes)};
  }

  std::vector<std::uint64_t> natural_numbers(const std::string& name, const Json& list) const {
    std::vector<std::uint64_t> numbers;
    if (!list.is_array()) refuse("tensor " + name + " has a shape or data_offsets that is no list");
    for (const Json& number : list) {
      if (!number.is_number_unsigned() ||
          number.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        refuse("tensor " + name + " has a shape or data_offsets with " + number.dump());
      }
      numbers.push_back(number.get<std::uint64_t>());
    }
    return numbers;
  }

  /// The tensors must cover the data without a gap and without an overlap, as the format demands.
  void check_coverage() const {
    std::vector<std::span<const std::uint8_t>> parts;
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
  Json header_;
  std::span<const std::uint8_t> data_;
  Safetensors result_;
};

}  // namespace

Safetensors parse_safetensors(std::span<const std::uint8_t> file, const std::string& origin) {
  return Parser(file, origin).parse();
}

}  // namespace mtcnn
