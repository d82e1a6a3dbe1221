#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cli/summary.h"

namespace mtcnn::cli {

/// What stands in a line of a journal: strings, whole numbers, and totals, which are several.
using JournalValue = std::variant<std::string_view, std::int64_t, std::uint64_t, Totals>;

/// A line with its end: a JSON array of the values, behind the CRC-32 of its text.
std::string journal_line(const std::vector<JournalValue>& values);

/// The array in a line without its end; none where the line is not as it was written.
std::optional<std::string_view> journal_line_text(std::string_view line);

/// A line that no run of this version writes.
class StrangeLine : public std::exception {};

/// Gives the values of such an array one after the other. Each throws StrangeLine where something else stands there.
class JournalLine {
 public:
  explicit JournalLine(std::string_view text);

  std::string text() { return next<std::string>(); }

  template <std::integral Number>
  Number number() {
    const bool is_negative = next_ < values_.size() && std::holds_alternative<std::int64_t>(values_[next_]);
    const auto checked = [](auto value) {
      if (!std::in_range<Number>(value)) throw StrangeLine();
      return static_cast<Number>(value);
    };
    return is_negative ? checked(next<std::int64_t>()) : checked(next<std::uint64_t>());
  }

  Totals totals();

 private:
  template <typename Type>
  Type next() {
    Type* const value = next_ < values_.size() ? std::get_if<Type>(&values_[next_]) : nullptr;
    if (value == nullptr) throw StrangeLine();
    ++next_;
    return std::move(*value);
  }

  std::vector<std::variant<std::string, std::int64_t, std::uint64_t>> values_;  ///< signed only where it is negative
  std::size_t next_ = 0;
};

}  // namespace mtcnn::cli
