#pragma once

#include <map>
#include <string>

namespace mtcnn::test {

/// What is expected of things that are bad in some way, by thing and then by way.
using OutcomeTable = std::map<std::string, std::map<std::string, std::string>>;

/// Out of lines of words: the first names the columns, the first word of each other its row.
OutcomeTable outcome_table(const std::string& text);

/// The same as such a text, for whoever has to write a new one.
std::string text_of(const OutcomeTable& table);

}  // namespace mtcnn::test
