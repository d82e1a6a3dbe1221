#include "base/number_text.h"

#include <charconv>

namespace mtcnn {

std::string number_text(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end};
}

}  // namespace mtcnn
