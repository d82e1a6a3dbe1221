#include "support/outcome_table.h"

#include <sstream>
#include <vector>

namespace mtcnn::test {

OutcomeTable outcome_table(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines >> std::ws, line);
  std::istringstream heading(line);
  std::vector<std::string> columns;
  for (std::string word; heading >> word;) columns.push_back(word);
  OutcomeTable table;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string row;
    words >> row;
    for (const std::string& column : columns) words >> table[row][column];
  }
  return table;
}

std::string text_of(const OutcomeTable& table) {
  std::string text;
  for (const auto& [row, outcomes] : table) {
    text += row;
    for (const auto& [column, outcome] : outcomes) text.append("  ").append(column).append("=").append(outcome);
    text += '\n';
  }
  return text;
}

}  // namespace mtcnn::test
