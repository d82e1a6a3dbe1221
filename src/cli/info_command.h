#pragma once

#include <CLI/App.hpp>
#include <string>

namespace mtcnn::cli {

/// Adds the command `info`, whose option goes to `onnxruntime`.
CLI::App* add_info_options(CLI::App& app, std::string& onnxruntime);

/// Runs `info`: says on standard output what this program is made of, and returns the exit code. `onnxruntime`: the
/// library of ONNX Runtime whose providers are to be listed, or empty.
int run_info(const std::string& onnxruntime);

}  // namespace mtcnn::cli
