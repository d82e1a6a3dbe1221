#pragma once

#include <string>
#include <string_view>

#include "cli/progress.h"

namespace mtcnn::cli {

inline constexpr std::string_view kProgramName = "mtcnn-turbo";

/// The text with control characters replaced by question marks: a file's name must not steer the terminal.
std::string printable(std::string_view text);

/// Writes "mtcnn-turbo: KIND: TEXT", or without a kind "mtcnn-turbo: TEXT", as a line to standard error.
void print_message(std::string_view kind, std::string_view text);

/// The one thing to say for which no memory is needed.
void print_out_of_memory();

/// What the program says on standard error, each in a line of its own, with the progress line out of the way.
class Messages {
 public:
  explicit Messages(Progress& progress) : progress_(progress) {}

  void error(std::string_view text) { print("error", text); }
  void warning(std::string_view text) { print("warning", text); }
  void skipped(std::string_view text) { print("skipped", text); }
  void note(std::string_view text) { print("", text); }

 private:
  void print(std::string_view kind, std::string_view text) {
    progress_.hide();
    print_message(kind, text);
  }

  Progress& progress_;
};

}  // namespace mtcnn::cli
