#include "cli/job/job_output.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "media/file.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStandardOutput = "-";

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, path + ": " + reason);
}

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// A device or a pipe, which cannot be written under another name first.
bool is_special(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
}

/// The file itself where the path is a link to it, be it there or not, so that the link stays.
std::string without_link(const std::string& path) {
  constexpr int kMostLinks = 40;  // as many as the system follows
  fs::path target = path;
  std::error_code error;
  for (int links = 0; links < kMostLinks && fs::is_symlink(target, error); ++links) {
    target = target.parent_path() / fs::read_symlink(target, error);
  }
  return target;
}

/// It is the file of which the result speaks.
bool holds(const std::string& path, const JobResult& result) {
  const JobDescription::Source file = describe_file(path);
  return file.bytes == result.bytes && file.modified == result.modified;
}

/// The same, and its bytes are as they were written.
bool is_whole(const std::string& path, const JobResult& result) {
  return holds(path, result) && media::Output::is_whole(path, result.bytes, result.checksum);
}

}  // namespace

JobOutput::JobOutput(const Request& request)
    : path_(request.path == kStandardOutput ? request.path : without_link(request.path)),
      is_repeatable_(request.is_repeatable) {
  if (path_ == kStandardOutput || is_special(path_)) {
    if (request.rerun == Rerun::kResume) refuse("--resume", "only a job whose output is a file can be resumed");
    open_stream();
  } else {
    open_file(request);
  }
}

void JobOutput::open_stream() {
  records_ = path_ == kStandardOutput ? media::Output::to_standard_output() : media::Output::to_file(path_);
}

void JobOutput::open_file(const Request& request) {
  part_path_ = media::part_path(path_);
  journal_.emplace(path_);
  if (request.rerun == Rerun::kForce) return begin(request);

  std::optional<EarlierRun> earlier;
  try {
    earlier = journal_->earlier_run();
  } catch (const Error& error) {
    throw Error(error.code(), error.stage(), error.what() + std::string("; --force begins anew"));
  }
  if (!earlier) return begin(request);
  if (earlier->result) {
    // A run that ended in the last moment.
    if (!holds(path_, *earlier->result) && is_whole(part_path_, *earlier->result)) {
      media::rename_file(part_path_, path_);
    }
    if (!is_up_to_date(request, *earlier)) return begin(request);
    earlier_result_ = earlier->result;
    earlier_troubles_ = std::move(earlier->troubles);
  } else if (earlier->checkpoint.position == JobPosition()) {
    begin(request);
  } else {
    go_on(request, std::move(*earlier));
  }
}

bool JobOutput::is_up_to_date(const Request& request, const EarlierRun& earlier) const {
  // Of an input that failed nothing is drawn.
  const bool is_complete = earlier.result->totals.errors > 0 || std::ranges::all_of(request.companions, exists);
  return is_repeatable_ && is_complete && earlier.description == request.description && holds(path_, *earlier.result);
}

void JobOutput::go_on(const Request& request, EarlierRun earlier) {
  const std::string frames = std::to_string(earlier.checkpoint.totals.frames);
  if (!is_repeatable_) {
    refuse(path_, "an earlier run was interrupted after " + frames +
                      " frames, and a stream cannot be read again; its records are in " + part_path_ +
                      "; --force writes over them");
  }
  if (request.rerun != Rerun::kResume) {
    refuse(path_, "an earlier run was interrupted after " + frames +
                      " frames; --resume goes on from there, --force begins anew");
  }
  if (const std::string change = difference(earlier.description, request.description); !change.empty()) {
    refuse(path_, "the earlier run cannot be resumed: " + change + "; --force begins anew");
  }
  try {
    records_ = media::Output::continue_file(part_path_, path_, earlier.checkpoint.bytes, earlier.checkpoint.checksum);
  } catch (const Error& error) {
    throw Error(error.code(), error.stage(),
                std::string(error.what()) + "; the earlier run cannot be resumed; --force begins anew");
  }
  journal_->go_on();
  start_ = earlier.checkpoint;
  earlier_troubles_ = std::move(earlier.troubles);
}

void JobOutput::begin(const Request& request) {
  journal_->begin(request.description);
  records_ = media::Output::to_file(part_path_, path_);
}

void JobOutput::reached(const JobPosition& position, const Totals& totals) {
  if (!journal_) return;
  reached_ = {.position = position, .totals = totals, .bytes = records_->size(), .checksum = records_->checksum()};
  if (Clock::now() >= next_checkpoint_) keep_checkpoint();
}

void JobOutput::keep_checkpoint() {
  // On a slow disk there are fewer of them, so that they take a small part of the time.
  constexpr std::chrono::milliseconds kShortestInterval(250);
  constexpr int kIntervalInDurations = 20;
  const Clock::time_point started = Clock::now();
  records_->sync();
  journal_->note_checkpoint(*reached_);
  reached_.reset();
  const Clock::time_point ended = Clock::now();
  next_checkpoint_ = ended + std::max<Clock::duration>(kShortestInterval, kIntervalInDurations * (ended - started));
}

void JobOutput::note_trouble(const std::string& trouble) {
  if (journal_) journal_->note_trouble(trouble);
}

void JobOutput::finish(const Totals& totals) {
  if (!journal_) return records_->close();
  records_->sync();
  records_->close();
  journal_->note_result({.totals = totals,
                         .bytes = records_->size(),
                         .checksum = records_->checksum(),
                         .modified = describe_file(part_path_).modified});
  media::rename_file(part_path_, path_);
}

void JobOutput::interrupt() {
  if (journal_ && reached_) keep_checkpoint();
}

}  // namespace mtcnn::cli
