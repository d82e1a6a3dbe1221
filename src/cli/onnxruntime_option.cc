#include "cli/onnxruntime_option.h"

#include <CLI/CLI.hpp>

namespace mtcnn::cli {

CLI::Option* add_onnxruntime_option(CLI::App& command, std::string& library) {
  return command
      .add_option("--onnxruntime", library,
                  "The library of ONNX Runtime, such as\n"
                  "libonnxruntime.so.1.32.0 of its Python wheel\n"
                  "(default: MTCNN_ONNXRUNTIME, or the system's)")
      ->envname("MTCNN_ONNXRUNTIME")
      ->option_text("FILE");
}

}  // namespace mtcnn::cli
