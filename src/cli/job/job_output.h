#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/job/checkpoint.h"
#include "cli/job/job_description.h"
#include "cli/job/journal.h"
#include "media/output.h"

namespace mtcnn::cli {

/// What to do where an earlier run wrote the same output.
enum class Rerun {
  kIfNeeded,  ///< nothing where it is up to date; what was interrupted is left alone
  kResume,    ///< goes on with what was interrupted
  kForce,     ///< begins anew
};

/// Where the records of a job go: standard output; or a file, which gets its name when it is whole, with a journal by
/// which a later run can go on after this one was interrupted. Everything throws Error that begins with the output's
/// name.
class JobOutput {
 public:
  struct Request {
    std::string path;  ///< "-" for standard output
    JobDescription description;
    Rerun rerun = Rerun::kIfNeeded;
    bool is_repeatable = true;                 ///< false where an input can be read only once
    std::vector<std::string> companions = {};  ///< files without which the output is not up to date
  };

  explicit JobOutput(const Request& request);

  /// Where there is nothing to do: what the earlier run came to.
  const std::optional<JobResult>& earlier_result() const { return earlier_result_; }

  /// Where the job is to begin. What comes before lies in the output.
  const Checkpoint& start() const { return start_; }

  /// Sentences that an earlier run left for the summary.
  const std::vector<std::string>& earlier_troubles() const { return earlier_troubles_; }

  /// Not where there is nothing to do.
  media::Output& records() { return *records_; }

  /// The records up to here are written; now and then this becomes a checkpoint.
  void reached(const JobPosition& position, const Totals& totals);

  /// Keeps a sentence for the summary at the job's end, though that may be another run's.
  void note_trouble(const std::string& trouble);

  /// The records are whole.
  void finish(const Totals& totals);

  /// The job ends here for now: keeps what was reached.
  void interrupt();

  /// False where an input can be read only once.
  bool is_repeatable() const { return is_repeatable_; }

  /// A later run can go on with a job that ends here. Not so where the output or an input is a stream.
  bool is_resumable() const { return journal_ && is_repeatable_; }

 private:
  using Clock = std::chrono::steady_clock;

  void open_stream();
  void open_file(const Request& request);
  bool is_up_to_date(const Request& request, const EarlierRun& earlier) const;
  void go_on(const Request& request, EarlierRun earlier);
  void begin(const Request& request);
  void keep_checkpoint();

  std::string path_;
  std::string part_path_;
  bool is_repeatable_ = true;
  std::optional<Journal> journal_;
  std::optional<media::Output> records_;
  std::optional<JobResult> earlier_result_;
  std::vector<std::string> earlier_troubles_;
  Checkpoint start_;
  std::optional<Checkpoint> reached_;  ///< since the last checkpoint
  Clock::time_point next_checkpoint_;
};

}  // namespace mtcnn::cli
