#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/job/events.h"
#include "cli/job/job_output.h"
#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "media/clips/clip_writer.h"
#include "media/record_writer.h"
#include "raster/face_crop.h"

namespace mtcnn::cli {

/// The last stage of a job: writes the records, draws, and tells people how it goes. What the writer and the output
/// throw goes through, and ends the job.
class Reporting {
 public:
  struct Settings {
    std::size_t inputs = 1;
    int threads = 0;  ///< for encoding clips, 0 for one per core
    raster::CropShape crops;
    bool resumes_within_clips = false;    ///< else a later run begins anew with a clip that this one leaves unfinished
    bool records_share_terminal = false;  ///< with the progress line, which then has to make room for them
  };

  /// `output` is where `writer` writes to.
  Reporting(media::RecordWriter& writer, JobOutput& output, Messages& messages, Progress& progress,
            const Settings& settings);

  void take(const Event& event);

  const Totals& totals() const { return totals_; }
  const JobPosition& position() const { return position_; }

  /// What went wrong, a sentence an input or thing drawn.
  const std::vector<std::string>& troubles() const { return troubles_; }

 private:
  void take_item(const Item& item);
  void start_clip(const ClipStart& start);
  void end_clip(const ClipEnd& end);

  void count(const Item& item);
  void advance();
  void advance_to_next_input();
  void show_progress(std::size_t expected_frames);
  void report_cap(const Item& item);
  void warn(const std::string& trouble);
  void fail(const std::string& trouble);
  void note_trouble(const std::string& trouble);
  void annotate(const Item& item);
  void crop(const Item& item);
  void finish_annotated_clip(const std::string& source);
  void report_annotation(const std::string& source, const std::string& reason);
  void report_drawing(const std::string& source, std::string_view deed, const std::string& reason);

  media::RecordWriter& writer_;
  JobOutput& output_;
  Messages& messages_;
  Progress& progress_;
  Settings settings_;
  JobPosition position_;
  bool is_within_clip_ = false;
  bool has_reported_cap_ = false;                    ///< of this clip
  std::size_t clip_frames_ = 0;                      ///< expected of the clip whose frames come
  std::optional<media::ClipWriter> annotated_clip_;  ///< of the clip whose frames come
  Totals totals_;
  std::vector<std::string> troubles_;
};

}  // namespace mtcnn::cli
