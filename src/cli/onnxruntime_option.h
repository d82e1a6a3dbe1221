#pragma once

#include <CLI/App.hpp>
#include <string>

namespace mtcnn::cli {

/// Adds --onnxruntime to a command: the file of ONNX Runtime's library, which MTCNN_ONNXRUNTIME names where the option
/// is not given.
CLI::Option* add_onnxruntime_option(CLI::App& command, std::string& library);

}  // namespace mtcnn::cli
