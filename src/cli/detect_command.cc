#include "cli/detect_command.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>
#include <thread>

#include "cli/annotation_plan.h"
#include "cli/clip_selection.h"
#include "cli/crop_plan.h"
#include "cli/exit_code.h"
#include "cli/job/detect_job.h"
#include "cli/job/frame_forecast.h"
#include "cli/job/interruption.h"
#include "cli/job/job_output.h"
#include "cli/job/reporting.h"
#include "cli/job_settings.h"
#include "cli/messages.h"
#include "cli/overwriting.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "cli/thresholds.h"
#include "media/file.h"
#include "media/input.h"
#include "media/place.h"
#include "media/record_writer.h"
#include "media/sandbox/sandbox.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

/// All that has to be in order before the first input is read.
struct Preparation {
  const media::RecordFormat& format;
  media::ClipSelection selection;
  Detector detector;
  media::ExpandedInputs expanded;
  std::vector<DrawingPaths> drawings;
  JobOutput output;
  std::unique_ptr<media::Sandbox> sandbox;  ///< none where it was not asked for
};

/// It can be read only once.
bool is_stream(const media::Input& input) { return media::is_stream(input.opened()); }

bool writes_to_standard_output(const DetectArguments& arguments) { return arguments.output == "-"; }

void check_batch_size(int batch_size) {
  if (batch_size >= 1) return;
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions,
              "--batch-size must be at least 1, not " + std::to_string(batch_size));
}

/// Calls `action`; an error that it throws is one of the option's value, and says so.
template <typename Action>
auto for_option(const std::string& option, const Action& action) {
  try {
    return action();
  } catch (const Error& error) {
    throw Error(error.code(), ErrorStage::kOptions, option + " " + error.what());
  }
}

Detector make_detector(const DetectArguments& arguments) {
  DetectorOptions options = arguments.detector;
  options.thresholds = parse_thresholds(arguments.thresholds);
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  if (options.threads > 0 && options.threads < cores) options.threads = share_threads(options.threads).searching;
  if (!arguments.weights.empty()) {
    options.weights =
        for_option("--weights", [&] { return Weights::parse(media::read_file(arguments.weights), arguments.weights); });
  }
  return Detector(options);
}

void make_folder_for(const std::string& option, const std::string& folder) {
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (!error) return;
  throw Error(ErrorCode::kUnwritable, ErrorStage::kOptions, option + ": the folder cannot be made: " + error.message());
}

/// Those that are there already, which are not to be searched for inputs.
std::vector<media::FileIdentity> folders_of_drawings(const DetectArguments& arguments) {
  std::vector<media::FileIdentity> folders;
  for (const std::string& folder : {arguments.annotate, arguments.crops}) {
    if (const std::optional identity = media::file_identity(folder)) folders.push_back(*identity);
  }
  return folders;
}

/// Where what is drawn of each input goes.
std::vector<DrawingPaths> plan_drawings(const AnnotationPlan& annotations, const std::string& crops,
                                        std::span<const media::Input> inputs) {
  std::vector<DrawingPaths> drawings(inputs.size());
  for (std::size_t index = 0; index < annotations.paths.size(); ++index) {
    drawings[index].annotated = annotations.paths[index];
  }
  if (crops.empty()) return drawings;
  std::vector<std::string> folders = plan_crops(crops, inputs);
  for (std::size_t index = 0; index < folders.size(); ++index) drawings[index].crops = std::move(folders[index]);
  return drawings;
}

JobOutput::Request output_request(const DetectArguments& arguments, std::span<const media::Input> inputs,
                                  const AnnotationPlan& annotations) {
  JobOutput::Request request{.path = arguments.output,
                             .description = describe_job(arguments, inputs),
                             .rerun = arguments.resume  ? Rerun::kResume
                                      : arguments.force ? Rerun::kForce
                                                        : Rerun::kIfNeeded,
                             .is_repeatable = std::ranges::none_of(inputs, is_stream),
                             .companions = annotations.paths};
  std::erase(request.companions, std::string());
  return request;
}

/// Starts it, if it was asked for.
std::unique_ptr<media::Sandbox> make_sandbox(const DetectArguments& arguments) {
  if (!arguments.sandbox) return nullptr;
  media::Sandbox::Settings settings{.limits = arguments.limits};
  // Where all is to be done by one thread, no frame is decoded ahead.
  if (share_threads(arguments.detector.threads).is_serial) settings.most_lent = 1;
  return std::make_unique<media::Sandbox>(settings);
}

/// What is not decoded in the sandbox.
void refuse_outside_sandbox(const DetectArguments& arguments, std::span<const media::Input> inputs) {
  for (const media::Input& input : inputs) {
    const media::Place place = media::place_of(input.opened());
    std::string reason;
    if (place == media::Place::kNetwork || place == media::Place::kCamera) {
      reason = "is read from the network or a camera, which a sandboxed decoder has no access to";
    } else if (input.is_clip && !arguments.annotate.empty()) {
      reason = "is a clip, and --annotate would read its sound outside of the sandbox";
    } else {
      continue;
    }
    throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, "--sandbox: " + input.source + " " + reason);
  }
}

/// Finds the inputs and opens what is written, in an order that changes nothing before all has been checked.
Preparation prepare(const DetectArguments& arguments) {
  const media::RecordFormat& format = media::find_record_format(arguments.format);
  check_batch_size(arguments.batch_size);
  std::unique_ptr<media::Sandbox> sandbox = make_sandbox(arguments);
  const media::ClipSelection selection = parse_clip_selection(arguments);
  Detector detector = make_detector(arguments);
  check_crop_shape(arguments.crop_shape);
  media::ExpandedInputs expanded = media::expand_inputs(arguments.inputs, folders_of_drawings(arguments));

  if (!format.names_inputs && expanded.inputs.size() > 1) {
    throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions,
                "--format " + std::string(format.name) + " is for one input, and there are " +
                    std::to_string(expanded.inputs.size()));
  }

  if (sandbox) {
    refuse_outside_sandbox(arguments, expanded.inputs);
    sandbox->wait_until_ready();
  }

  AnnotationPlan annotations;
  if (!arguments.annotate.empty()) annotations = plan_annotations(arguments.annotate, expanded.inputs);
  refuse_overwriting("--annotate", annotations.paths, expanded.inputs);
  if (!writes_to_standard_output(arguments)) {
    refuse_overwriting("-o", {&arguments.output, 1}, expanded.inputs);
    refuse_same_file(arguments.output, annotations.paths);
  }

  make_folder_for("--annotate " + arguments.annotate, annotations.folder);
  make_folder_for("--crops " + arguments.crops, arguments.crops);
  std::vector<DrawingPaths> drawings = plan_drawings(annotations, arguments.crops, expanded.inputs);
  JobOutput output =
      for_option("-o", [&] { return JobOutput(output_request(arguments, expanded.inputs, annotations)); });
  return {format,
          selection,
          std::move(detector),
          std::move(expanded),
          std::move(drawings),
          std::move(output),
          std::move(sandbox)};
}

/// What a job came to, or how far it got.
struct Outcome {
  Totals totals;
  std::vector<std::string> troubles;
  bool is_interrupted = false;
  bool is_resumable = false;
};

/// Throws Error where the records cannot be written.
Outcome write_records(Preparation& prepared, const DetectArguments& arguments, Messages& messages, Progress& progress) {
  const Interruption interruption;
  const Checkpoint start = prepared.output.start();
  const std::unique_ptr<media::RecordWriter> writer = prepared.format.make_writer(prepared.output.records());
  const bool shares_terminal = writes_to_standard_output(arguments) && ::isatty(STDOUT_FILENO) != 0;
  const std::vector<media::Input>& inputs = prepared.expanded.inputs;
  Reporting reporting(*writer, prepared.output, messages, progress,
                      {.inputs = inputs.size(),
                       .threads = arguments.detector.threads,
                       .crops = arguments.crop_shape,
                       .resumes_within_clips = !arguments.track && arguments.annotate.empty(),
                       .records_share_terminal = shares_terminal});
  DetectJob job(prepared.detector, reporting,
                {.batch_size = arguments.batch_size,
                 .threads = share_threads(arguments.detector.threads),
                 .reading = {.selection = prepared.selection,
                             .limits = arguments.limits,
                             .strict = arguments.strict,
                             .sandbox = prepared.sandbox.get()},
                 .tracks = arguments.track,
                 .can_read_again = prepared.output.is_resumable()});
  progress.start();
  if (start.position == JobPosition()) {
    progress.update({.total = FrameForecast(inputs).total(), .input = 1, .inputs = inputs.size()});
  }
  job.run(inputs, prepared.drawings, start);
  progress.hide();

  Outcome outcome{.totals = reporting.totals(), .troubles = reporting.troubles()};
  outcome.totals.skipped = prepared.expanded.skipped.size();
  // A stream that was ended by hand is done.
  const bool is_ended_by_hand = !prepared.output.is_repeatable() && Interruption::signal() != 0;
  outcome.is_interrupted = is_ended_by_hand || reporting.position().input < inputs.size();
  outcome.is_resumable = outcome.is_interrupted && prepared.output.is_resumable();
  if (outcome.is_resumable) {
    prepared.output.interrupt();
  } else {
    writer->finish();
    prepared.output.finish(outcome.totals);
  }
  return outcome;
}

int exit_code(const Totals& totals) {
  return totals.errors > 0 || totals.partial > 0 || totals.damaged_clips > 0 ? kFailure : kSuccess;
}

/// Says that there is nothing to do, and what the earlier run came to.
int report_earlier(const JobOutput& output, const DetectArguments& arguments, Messages& messages) {
  const Totals& totals = output.earlier_result()->totals;
  if (!arguments.quiet) {
    for (const std::string& line : trouble_lines(output.earlier_troubles())) messages.note(line);
    messages.note(arguments.output + " is up to date: " + summary_line(totals, 0) + "; --force runs it again");
  }
  return exit_code(totals);
}

void report(const Outcome& outcome, const Preparation& prepared, double seconds, Messages& messages) {
  if (!prepared.format.has_every_frame) messages.note(frames_without_row_line(outcome.totals));
  constexpr std::size_t kFewInputs = 10;  // whose messages are still in sight
  if (prepared.expanded.inputs.size() > kFewInputs) {
    for (const std::string& line : trouble_lines(outcome.troubles)) messages.note(line);
  }
  messages.note(summary_line(outcome.totals, seconds, prepared.output.start().totals.frames));
}

int fail(const JobOutput& output, Messages& messages) {
  if (output.is_resumable()) messages.note("to go on, run the same command with --resume");
  return kFailure;
}

int run_prepared(Preparation& prepared, const DetectArguments& arguments, Messages& messages, Progress& progress) try {
  for (const media::Unread& skipped : prepared.expanded.skipped) {
    messages.skipped(skipped.path + ": " + skipped.reason);
  }
  const auto started = std::chrono::steady_clock::now();
  const Outcome outcome = write_records(prepared, arguments, messages, progress);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
  if (!arguments.quiet) report(outcome, prepared, elapsed.count(), messages);
  if (!outcome.is_interrupted) return exit_code(outcome.totals);
  messages.note(outcome.is_resumable ? "interrupted; to go on, run the same command with --resume" : "interrupted");
  return kSignalled + Interruption::signal();
} catch (const media::ClosedPipe&) {
  // Whoever reads along, such as `head`, has had enough. That is no error to report, but the job is not done.
  return kFailure;
} catch (const Error& error) {
  messages.error(error.what());
  return fail(prepared.output, messages);
} catch (const std::bad_alloc&) {
  messages.error("there is not enough memory");
  return fail(prepared.output, messages);
}

}  // namespace

int run_detect(const DetectArguments& arguments) {
  Progress progress(!arguments.quiet && ::isatty(STDERR_FILENO) != 0);
  Messages messages(progress);
  try {
    Preparation prepared = prepare(arguments);
    if (prepared.output.earlier_result()) return report_earlier(prepared.output, arguments, messages);
    return run_prepared(prepared, arguments, messages, progress);
  } catch (const Error& error) {
    messages.error(error.what());
    return kWrongUsage;
  }
}

}  // namespace mtcnn::cli
