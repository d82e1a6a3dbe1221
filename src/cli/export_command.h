#pragma once

#include <CLI/App.hpp>
#include <string>

namespace mtcnn::cli {

/// The arguments of `export`, as they were given.
struct ExportArguments {
  std::string folder;
  std::string format = "onnx";
  std::string scores = "logits";
  std::string weights;  ///< path of a safetensors file; those in the program where it is empty
};

/// Adds the command `export`, whose arguments go to `arguments`.
CLI::App* add_export_options(CLI::App& app, ExportArguments& arguments);

/// Runs `export`: writes the networks for other programs, names the files on standard output, and returns the exit
/// code.
int run_export(const ExportArguments& arguments);

}  // namespace mtcnn::cli
