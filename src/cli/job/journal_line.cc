#include "cli/job/journal_line.h"

#include <zlib.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "media/json_text.h"

namespace mtcnn::cli {
namespace {

using Json = nlohmann::json;

/// In the order in which they stand in a line.
constexpr std::array kTotals = {
    &Totals::frames,        &Totals::frames_without_face, &Totals::faces,          &Totals::partial,
    &Totals::errors,        &Totals::failed_records,      &Totals::skipped,        &Totals::dropped_frames,
    &Totals::damaged_clips, &Totals::expected_frames,     &Totals::decoded_frames, &Totals::corrupt_frames,
};
static_assert(sizeof(Totals) == kTotals.size() * sizeof(std::size_t), "a journal keeps all of them");

constexpr int kChecksumDigits = 8;

std::uint32_t checksum(std::string_view text) {
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

void append(std::string_view value, std::string& text) { media::append_json_string(value, text); }

void append(std::integral auto value, std::string& text) { text += std::to_string(value); }

void append(const Totals& totals, std::string& text) {
  for (const auto total : kTotals) {
    if (total != kTotals.front()) text += ',';
    append(totals.*total, text);
  }
}

/// Collects the values of one array of strings and whole numbers. JSON's own trees would be of no use: they need memory
/// even to be destroyed, and where there is none they end the program.
class Collector final : public Json::json_sax_t {
 public:
  using Values = std::vector<std::variant<std::string, std::int64_t, std::uint64_t>>;

  explicit Collector(Values& values) : values_(values) {}

  bool string(std::string& value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return add(value); }
  bool number_unsigned(std::uint64_t value) override { return add(value); }
  bool start_array(std::size_t /*size*/) override { return !std::exchange(has_begun_, true); }
  bool end_array() override { return true; }

  // What is not expected ends the reading.
  bool null() override { return false; }
  bool boolean(bool /*value*/) override { return false; }
  bool number_float(double /*value*/, const std::string& /*text*/) override { return false; }
  bool binary(Json::binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return false; }
  bool key(std::string& /*value*/) override { return false; }
  bool end_object() override { return false; }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const Json::exception& /*error*/) override {
    return false;
  }

 private:
  template <typename Value>
  bool add(Value value) {
    values_.emplace_back(std::move(value));
    return has_begun_;
  }

  Values& values_;
  bool has_begun_ = false;
};

}  // namespace

std::string journal_line(const std::vector<JournalValue>& values) {
  std::string text;
  for (const JournalValue& value : values) {
    text += text.empty() ? '[' : ',';
    std::visit([&](const auto& content) { append(content, text); }, value);
  }
  text += ']';
  char digits[kChecksumDigits + 1] = {};
  std::snprintf(digits, sizeof(digits), "%08x", checksum(text));
  return digits + (" " + text) + "\n";
}

std::optional<std::string_view> journal_line_text(std::string_view line) {
  if (line.size() <= kChecksumDigits || line[kChecksumDigits] != ' ') return std::nullopt;
  std::uint32_t expected = 0;
  const std::string_view digits = line.substr(0, kChecksumDigits);
  const std::string_view text = line.substr(kChecksumDigits + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), expected, 16);
  if (error != std::errc() || end != digits.data() + digits.size() || expected != checksum(text)) return std::nullopt;
  return text;
}

JournalLine::JournalLine(std::string_view text) {
  Collector collector(values_);
  if (!Json::sax_parse(text, &collector)) throw StrangeLine();
}

Totals JournalLine::totals() {
  Totals totals;
  for (const auto total : kTotals) totals.*total = number<std::size_t>();
  return totals;
}

}  // namespace mtcnn::cli
