#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mtcnn::test {

/// What a program did.
struct Outcome {
  int exit_code = -1;  ///< -1 where a signal ended it
  std::string output;
  std::string errors;
  std::int64_t input_read = 0;  ///< bytes of its standard input that it read
};

struct Surroundings {
  std::string folder = ".";              ///< that it runs in
  std::string input = {};                ///< its standard input
  bool errors_go_to_a_terminal = false;  ///< one of 100 columns
  bool output_goes_there_too = false;    ///< to that terminal, so that both are in `Outcome::errors`
  bool output_goes_nowhere = false;      ///< to a pipe whose reader has left
};

/// Runs a program, the first of the words, to its end.
Outcome run_program(const std::vector<std::string>& words, const Surroundings& surroundings = {});

/// The path of mtcnn-turbo.
std::string program_path();

/// Runs mtcnn-turbo with these arguments.
Outcome run_mtcnn(std::vector<std::string> arguments, const Surroundings& surroundings = {});

}  // namespace mtcnn::test
