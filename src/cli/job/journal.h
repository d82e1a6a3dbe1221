#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/job/checkpoint.h"
#include "cli/job/job_description.h"
#include "media/file_descriptor.h"

namespace mtcnn::cli {

/// What became of a job that ran to its end.
struct JobResult {
  Totals totals;
  std::uint64_t bytes = 0;     ///< of the records
  std::uint32_t checksum = 0;  ///< of these bytes, as `media::Output` has it
  std::int64_t modified = 0;   ///< when they were written, in nanoseconds
};

/// What a journal tells of an earlier run.
struct EarlierRun {
  JobDescription description;
  Checkpoint checkpoint;              ///< the last one
  std::vector<std::string> troubles;  ///< of `Journal::note_trouble`, up to there
  std::optional<JobResult> result;    ///< where it ran to its end
};

/// The journal of a job: what it is to do, how far it has come, and at last that it is done. It lies beside the output
/// as ".NAME.journal", and stays, so that the next run knows whether there is anything to do. Each line is a JSON value
/// behind its own CRC-32; whatever a kill or a power cut leaves of the last line is told from a line that is whole.
///
/// Everything throws Error (kUnwritable or kCorrupt, stage kWrite) that begins with the name of the output.
class Journal {
 public:
  /// Opens or makes it. No other run can as long as this object lives; the error then says so.
  explicit Journal(const std::string& output);

  /// None where there was no earlier run, or none that got to its first frame. Throws kCorrupt where there is one, and
  /// what it was to do cannot be read.
  std::optional<EarlierRun> earlier_run() const;

  /// Starts anew.
  void begin(const JobDescription& description);

  /// Goes on after the last checkpoint of `earlier_run`.
  void go_on();

  /// To be called when what the checkpoint speaks of is on the disk.
  void note_checkpoint(const Checkpoint& checkpoint);

  /// Keeps a sentence for the summary at the job's end.
  void note_trouble(const std::string& trouble);

  /// The job is done; to be called when its output is whole on the disk, before it gets its name.
  void note_result(const JobResult& result);

 private:
  struct Content;

  Content read() const;
  void append(const std::string& value);
  void sync();
  [[noreturn]] void fail(int system_error) const;

  std::string output_;
  std::string path_;
  media::FileDescriptor descriptor_;
};

}  // namespace mtcnn::cli
