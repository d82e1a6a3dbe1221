#include "cli/info_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>

#include "cli/messages.h"
#include "cli/print.h"
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

void add_backends(std::string& text) {
  std::string_view heading = "backends";
  for (const BackendInfo& backend : backends()) {
    add_line(heading,
             fmt::format("{:<12}instruction sets compiled: {}; available here: {}; used: {}", backend.name,
                         fmt::join(backend.compiled, ", "), fmt::join(backend.available, ", "), backend.active),
             text);
    heading = "";
  }
}

}  // namespace

int run_info() {
  std::string text;
  add_line("version", fmt::format("{} {}", kProgramName, version()), text);
  add_line("licence", "MIT", text);
  add_recipes(text);
  add_backends(text);
  add_line("weights", Weights::embedded().source(), text);
  add_line("pictures", "JPEG, PNG, WebP, HEIC, AVIF, and what else FFmpeg's libraries decode", text);
  return print(text);
}

}  // namespace mtcnn::cli
