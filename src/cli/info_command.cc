#include "cli/info_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/onnxruntime_option.h"
#include "cli/print.h"
#include "mtcnn/error.h"
#include "mtcnn/info.h"
#include "mtcnn/weights.h"

namespace mtcnn::cli {
namespace {

constexpr int kIndentation = 12;

void add_line(std::string_view heading, std::string_view content, std::string& text) {
  text += fmt::format("{:<{}}{}\n", heading, kIndentation, content);
}

void add_recipes(std::string& text) {
  std::string_view heading = "recipes";
  for (const RecipeInfo& recipe : recipes()) {
    add_line(heading, fmt::format("{:<12}answers as {}", recipe.name, recipe.answers_as), text);
    heading = "";
  }
}

/// Of a backend of our own.
std::string described(const BackendInfo& backend) {
  return fmt::format("instruction sets compiled: {}; available here: {}; used: {}", fmt::join(backend.compiled, ", "),
                     fmt::join(backend.available, ", "), backend.active);
}

std::string described_onnxruntime(const std::string& library) {
  try {
    const OnnxRuntimeInfo info = onnxruntime_info(library);
    return fmt::format("ONNX Runtime {}; providers: {}", info.version, fmt::join(info.providers, ", "));
  } catch (const Error& error) {
    if (!library.empty()) throw;
    return "ONNX Runtime is not there; --onnxruntime or MTCNN_ONNXRUNTIME names its library";
  }
}

void add_backends(const std::string& onnxruntime, std::string& text) {
  std::string_view heading = "backends";
  for (const BackendInfo& backend : backends()) {
    const std::string description = backend.compiled.empty() ? described_onnxruntime(onnxruntime) : described(backend);
    add_line(heading, fmt::format("{:<12}{}", backend.name, description), text);
    heading = "";
  }
}

}  // namespace

CLI::App* add_info_options(CLI::App& app, std::string& onnxruntime) {
  CLI::App* const info = app.add_subcommand("info", "Print version, recipes, backends and weights");
  add_onnxruntime_option(*info, onnxruntime);
  return info;
}

int run_info(const std::string& onnxruntime) try {
  std::string text;
  add_line("version", fmt::format("{} {}", kProgramName, version()), text);
  add_line("licence", "MIT", text);
  add_recipes(text);
  add_backends(onnxruntime, text);
  add_line("weights", Weights::embedded().source(), text);
  add_line("pictures", "JPEG, PNG, WebP, HEIC, AVIF, and what else FFmpeg's libraries decode", text);
  return print(text);
} catch (const Error& error) {
  print_message("error", error.what());
  return kFailure;
}

}  // namespace mtcnn::cli
