#include "cli/detect_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <string_view>

#include "cli/onnxruntime_option.h"
#include "cli/thresholds.h"
#include "media/record_writer.h"
#include "mtcnn/info.h"

namespace mtcnn::cli {
namespace {

std::string format_descriptions() {
  std::string text;
  for (const media::RecordFormat& format : media::record_formats()) {
    text += fmt::format("\n{:<8} {}", format.name, format.description);
  }
  return text;
}

template <typename Info>
std::string names_of(const std::vector<Info>& infos) {
  std::vector<std::string_view> names;
  std::ranges::transform(infos, std::back_inserter(names), &Info::name);
  return fmt::format("{}", fmt::join(names, ", "));
}

/// CLI11 would take an empty value, as an unset variable of a shell makes it, for zero or for none.
void refuse_empty_values(CLI::App& detect) {
  for (CLI::Option* const option : detect.get_options()) {
    if (option->get_positional()) continue;
    option->check([](const std::string& value) { return value.empty() ? "must not be empty" : ""; });
  }
}

void add_inputs(CLI::App& detect, std::vector<std::string>& inputs) {
  detect
      .add_option(
          "INPUT",
          [&inputs](const CLI::results_t& values) {
            inputs = values;
            return true;
          },
          "Pictures and clips; folders, which are searched for\n"
          "them; quoted patterns such as 'holiday/*.jpg'; -\n"
          "for a picture or clip from standard input; URLs;\n"
          "cameras such as v4l2:/dev/video0")
      ->required()
      // Otherwise an argument in brackets, be it a file or a pattern, would be taken for a list.
      ->expected(CLI::detail::expected_max_vector_size, CLI::detail::expected_max_vector_size)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->option_text(" ");
}

void add_output_options(CLI::App& detect, DetectArguments& arguments) {
  constexpr const char* kGroup = "Output";
  detect.add_option("-o,--output", arguments.output, "Where the records go (default: -, standard output)")
      ->option_text("FILE")
      ->group(kGroup);
  detect
      .add_option("--format", arguments.format,
                  fmt::format("Format of the records (default: {}){}", arguments.format, format_descriptions()))
      ->option_text("NAME")
      ->group(kGroup);
  detect
      .add_option("--annotate", arguments.annotate,
                  "Also draw the faces: into this file, where there\n"
                  "is one picture (.png or .jpg) or clip (.mp4), or\n"
                  "else into files in this folder")
      ->option_text("FILE_OR_DIR")
      ->group(kGroup);
  detect
      .add_option("--crops", arguments.crops,
                  "Also cut out the faces, turned upright as ArcFace\n"
                  "wants them: as PNG files in this folder")
      ->option_text("DIR")
      ->group(kGroup);
  detect
      .add_option("--crop-size", arguments.crop_shape.side,
                  fmt::format("Side of these pictures (default: {})", arguments.crop_shape.side))
      ->option_text("PIXELS")
      ->group(kGroup);
  detect
      .add_option("--crop-margin", arguments.crop_shape.margin,
                  "Further picture on each side of the face, in sides\n"
                  "(default: 0)")
      ->option_text("SHARE")
      ->group(kGroup);
  CLI::Option* const resume = detect.add_flag("--resume", arguments.resume,
                                              "Go on with a job that was interrupted, as the same\n"
                                              "command began it; its result is the same");
  CLI::Option* const force = detect.add_flag("--force", arguments.force,
                                             "Run though the output is up to date, or though a job\n"
                                             "was interrupted, and begin anew");
  resume->group(kGroup);
  force->group(kGroup)->excludes(resume);
  detect.add_flag("--quiet", arguments.quiet, "Print no progress and no summary, only errors")->group(kGroup);
}

void add_detection_options(CLI::App& detect, DetectArguments& arguments) {
  constexpr const char* kGroup = "Detection";
  DetectorOptions& options = arguments.detector;
  detect
      .add_option("--min-face-size", options.min_face_size,
                  fmt::format("Side of the smallest face to look for (default:\n"
                              "{}); half the side takes four times as long",
                              options.min_face_size))
      ->option_text("PIXELS")
      ->group(kGroup);
  detect
      .add_option("--max-face-size", options.max_face_size,
                  "Side of the largest window to search for a face\n(default: no limit)")
      ->option_text("PIXELS")
      ->group(kGroup);
  detect
      .add_option("--thresholds", arguments.thresholds,
                  fmt::format("Scores, from 0 to 1, that a face must reach in\n"
                              "the three networks (default: {})",
                              arguments.thresholds))
      ->option_text("P,R,O")
      ->group(kGroup);
  detect
      .add_option("--scale-factor", options.scale_factor,
                  fmt::format("Size of each level of the image pyramid relative\n"
                              "to the one before, below 1 (default: {})",
                              options.scale_factor))
      ->option_text("RATIO")
      ->group(kGroup);
  detect.add_option("--max-faces", options.max_faces, "Keep only the N highest scores of each picture\n(default: all)")
      ->option_text("N")
      ->group(kGroup);
  detect
      .add_option("--max-proposals", options.max_proposals,
                  fmt::format("Of each picture only the N best windows go on from\n"
                              "the first network to the second (default: {})",
                              options.max_proposals))
      ->option_text("N")
      ->group(kGroup);
  detect
      .add_option("--deadline", options.deadline, "Give up on a picture or frame that takes longer\n(default: never)")
      ->option_text("SECONDS")
      ->group(kGroup);
  detect
      .add_option("--recipe", options.recipe,
                  fmt::format("Whose answers to give: {}\n(default: {})", names_of(recipes()), options.recipe))
      ->option_text("NAME")
      ->group(kGroup);
  detect
      .add_option("--weights", arguments.weights,
                  "Use the weights in this safetensors file\n(default: those in the program)")
      ->option_text("FILE")
      ->group(kGroup);
}

void add_input_options(CLI::App& detect, DetectArguments& arguments) {
  constexpr const char* kGroup = "Input";
  constexpr std::int64_t kMostSide = media::PictureLimits().max_side;
  media::PictureLimits& limits = arguments.limits;
  detect
      .add_option("--max-pixels", limits.max_pixels,
                  fmt::format("Refuse pictures and frames of more than N pixels\n(default: {})", limits.max_pixels))
      ->option_text("N")
      ->check(CLI::Range(std::int64_t{1}, kMostSide * kMostSide))
      ->group(kGroup);
  detect
      .add_option(
          "--max-side", limits.max_side,
          fmt::format("Refuse those that are wider or higher than N pixels\n(default: {}, which is also the most)",
                      limits.max_side))
      ->option_text("N")
      ->check(CLI::Range(std::int64_t{1}, kMostSide))
      ->group(kGroup);
  detect
      .add_flag("--strict", arguments.strict,
                "Refuse a picture that breaks off or is damaged, and\n"
                "what of a clip follows such a frame")
      ->group(kGroup);
}

void add_clip_options(CLI::App& detect, DetectArguments& arguments) {
  constexpr const char* kGroup = "Clips";
  detect
      .add_option("--frames", arguments.frames,
                  "Only the frames from A to before B, counted from\n0; either may be left out (default: all)")
      ->option_text("A:B")
      ->group(kGroup);
  detect
      .add_option("--max-duration", arguments.max_duration,
                  "Only the first so many seconds of each clip or\nstream (default: all)")
      ->option_text("SECONDS")
      ->group(kGroup);
  detect.add_flag("--track", arguments.track,
                  "Follow each face from frame to frame: the faces of\n"
                  "one person get the same track_id");
  detect.get_option("--track")->group(kGroup);
  detect.add_option("--every", arguments.every, fmt::format("One frame in N (default: {})", arguments.every))
      ->option_text("N")
      ->group(kGroup);
}

void add_execution_options(CLI::App& detect, DetectArguments& arguments) {
  constexpr const char* kGroup = "Execution (changes no answer)";
  DetectorOptions& options = arguments.detector;
  detect
      .add_option(
          "--backend", options.backend,
          fmt::format("How to compute the networks: auto,\n{} (default: {})", names_of(backends()), options.backend))
      ->option_text("NAME")
      ->group(kGroup);
  add_onnxruntime_option(detect, options.onnxruntime.library)->group(kGroup);
  detect
      .add_option("--providers", options.onnxruntime.providers,
                  fmt::format("What the backend onnxruntime computes with, in the\n"
                              "order of preference; `info` lists what there is\n"
                              "(default: {})",
                              fmt::join(options.onnxruntime.providers, ",")))
      ->delimiter(',')
      ->option_text("NAME,...")
      ->group(kGroup);
  detect
      .add_option("--threads", options.threads,
                  fmt::format("Threads to use; 0: one per core (default: {})", options.threads))
      ->option_text("N")
      ->group(kGroup);
  detect
      .add_option("--batch-size", arguments.batch_size,
                  fmt::format("Pictures and frames to search at once (default:\n{})", arguments.batch_size))
      ->option_text("N")
      ->group(kGroup);
  detect
      .add_flag("--sandbox", arguments.sandbox,
                "Decode in another process, which may do nothing\n"
                "else: what breaks a decoder breaks nothing more.\n"
                "For files and standard input")
      ->group(kGroup);
}

}  // namespace

CLI::App* add_detect_options(CLI::App& app, DetectArguments& arguments) {
  arguments.format = media::record_formats().front().name;
  arguments.thresholds = thresholds_text(arguments.detector.thresholds);

  CLI::App* const detect = app.add_subcommand("detect", "Find the faces in pictures and clips");
  add_inputs(*detect, arguments.inputs);
  add_output_options(*detect, arguments);
  add_detection_options(*detect, arguments);
  add_input_options(*detect, arguments);
  add_clip_options(*detect, arguments);
  add_execution_options(*detect, arguments);
  refuse_empty_values(*detect);
  detect->footer(
      "Exit code: 0 where all went well; 1 where an input failed, broke off or is\n"
      "damaged, or output could not be written; 2 where the options make no sense,\n"
      "and nothing was read; 130 after Ctrl-C.");
  return detect;
}

}  // namespace mtcnn::cli
