#include "cli/export_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/print.h"
#include "media/file.h"
#include "media/output.h"
#include "media/utf8.h"
#include "mtcnn/error.h"
#include "mtcnn/onnx.h"
#include "mtcnn/weights.h"

namespace mtcnn::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<Network, std::string_view> kNetworks[] = {
    {Network::kPNet, "pnet"}, {Network::kRNet, "rnet"}, {Network::kONet, "onet"}};

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return;
  throw Error(ErrorCode::kUnwritable, ErrorStage::kWrite, folder + ": the folder cannot be made: " + error.message());
}

/// Writes a file that appears when it is whole.
void write_file(const fs::path& path, std::string_view content) {
  const std::string part = path.string() + ".part";
  media::Output output = media::Output::to_file(part, path.string());
  output.write(content);
  output.close();
  media::rename_file(part, path.string());
}

/// Gives the lines that name the files.
std::string write_networks(const ExportArguments& arguments) {
  const Weights weights = arguments.weights.empty() ? Weights::embedded()
                                                    : Weights::parse(media::read_file(arguments.weights),
                                                                     media::valid_utf8(arguments.weights));
  make_folder(arguments.folder);
  const fs::path folder = arguments.folder;
  std::string lines;
  const auto write = [&](const std::string& name, std::string_view content) {
    write_file(folder / name, content);
    lines += (folder / name).string() + "\n";
  };
  if (arguments.format == "safetensors") {
    write("mtcnn.safetensors", weights.safetensors());
    return lines;
  }
  const OnnxOptions options{.softmax = arguments.scores == "probabilities", .half = arguments.format == "onnx-fp16"};
  for (const auto& [network, name] : kNetworks) {
    write(std::string(name) + ".onnx", onnx_model(weights, network, options));
  }
  return lines;
}

}  // namespace

CLI::App* add_export_options(CLI::App& app, ExportArguments& arguments) {
  CLI::App* const command = app.add_subcommand("export", "Write the networks for other programs");
  command->add_option("FOLDER", arguments.folder, "Where the files go; made where it is missing")
      ->required()
      ->option_text(" ");
  command
      ->add_option("--format", arguments.format,
                   fmt::format("Format of the files (default: {})\n"
                               "onnx         ONNX models of float32 weights\n"
                               "onnx-fp16    ONNX models that compute in float16\n"
                               "safetensors  the weights alone, as --weights reads\n"
                               "             them",
                               arguments.format))
      ->check(CLI::IsMember({"onnx", "onnx-fp16", "safetensors"}))
      ->option_text("NAME");
  command
      ->add_option(
          "--scores", arguments.scores,
          fmt::format("What ONNX models give: logits, or probabilities by\na softmax (default: {})", arguments.scores))
      ->check(CLI::IsMember({"logits", "probabilities"}))
      ->option_text("NAME");
  command
      ->add_option("--weights", arguments.weights,
                   "Take the weights of this safetensors file (default:\nthose in the program)")
      ->option_text("FILE");
  return command;
}

int run_export(const ExportArguments& arguments) {
  try {
    return print(write_networks(arguments));
  } catch (const Error& error) {
    print_message("error", error.what());
    return kFailure;
  }
}

}  // namespace mtcnn::cli
