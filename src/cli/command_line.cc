#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>

#include "cli/detect_command.h"
#include "cli/detect_options.h"
#include "cli/exit_code.h"
#include "cli/export_command.h"
#include "cli/info_command.h"
#include "cli/messages.h"
#include "cli/print.h"
#include "mtcnn/info.h"

namespace mtcnn::cli {
namespace {

/// Prints what was asked for instead of a command, or says what is wrong with the arguments.
int finish_parsing(const CLI::App& app, const CLI::ParseError& stop) {
  if (stop.get_name() == "CallForHelp") return print(CLI::detail::find_and_replace(app.help(), "\n\n\n", "\n\n"));
  if (stop.get_name() == "CallForVersion") return print(std::string(stop.what()) + "\n");
  const std::vector<CLI::App*> commands = app.get_subcommands();
  const std::string command = commands.empty() ? "" : " " + commands.front()->get_name();
  print_message("error", stop.what());
  print_message("", "for help: " + std::string(kProgramName) + command + " --help");
  return kWrongUsage;
}

/// Parts of CLI11 that may not throw allocate nevertheless, and would end the program without a word.
[[noreturn]] void end_without_memory() {
  print_out_of_memory();
  std::_Exit(kFailure);
}

int parse_and_run(int argument_count, const char* const* arguments) {
  std::set_new_handler(end_without_memory);
  CLI::App app("Finds faces and five landmarks in pictures, with the answers of MTCNN.", std::string(kProgramName));
  app.get_formatter()->column_width(28);
  app.get_formatter()->label("Positionals", "Inputs");
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.set_version_flag("--version", std::string(kProgramName) + " " + version(), "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.require_subcommand(1);

  DetectArguments detect_arguments;
  const CLI::App* const detect = add_detect_options(app, detect_arguments);
  ExportArguments export_arguments;
  const CLI::App* const exporting = add_export_options(app, export_arguments);
  std::string onnxruntime;
  add_info_options(app, onnxruntime);
  for (CLI::App* const command : app.get_subcommands({})) command->group("Commands");
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& stop) {
    return finish_parsing(app, stop);
  }
  // From here on there is something to lose, and what fails is told where it fails.
  std::set_new_handler(nullptr);
  if (detect->parsed()) return run_detect(detect_arguments);
  return exporting->parsed() ? run_export(export_arguments) : run_info(onnxruntime);
}

}  // namespace

int run_command_line(int argument_count, const char* const* arguments) try {
  return parse_and_run(argument_count, arguments);
} catch (const std::bad_alloc&) {
  print_out_of_memory();
  return kFailure;
} catch (const std::exception& error) {
  print_message("error", error.what());
  return kFailure;
}

}  // namespace mtcnn::cli
