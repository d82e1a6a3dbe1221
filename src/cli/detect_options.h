#pragma once

#include <CLI/App.hpp>

#include "cli/detect_arguments.h"

namespace mtcnn::cli {

/// Makes the subcommand `detect`, which writes what it is given to `arguments`.
CLI::App* add_detect_options(CLI::App& app, DetectArguments& arguments);

}  // namespace mtcnn::cli
