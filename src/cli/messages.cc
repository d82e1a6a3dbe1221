#include "cli/messages.h"

#include <algorithm>
#include <cstdio>
#include <new>

namespace mtcnn::cli {

std::string printable(std::string_view text) {
  constexpr char kDelete = 0x7F;
  std::string result(text);
  std::ranges::replace_if(
      result, [](char character) { return (character >= 0 && character < ' ') || character == kDelete; }, '?');
  return result;
}

void print_message(std::string_view kind, std::string_view text) try {
  std::string line = std::string(kProgramName) + ": ";
  if (!kind.empty()) line.append(kind).append(": ");
  line.append(printable(text)).append("\n");
  // Where standard error is gone there is nobody left to tell.
  std::fwrite(line.data(), 1, line.size(), stderr);
} catch (const std::bad_alloc&) {
  print_out_of_memory();
}

void print_out_of_memory() { std::fputs("mtcnn-turbo: error: there is not enough memory\n", stderr); }

}  // namespace mtcnn::cli
