#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cli/job/events.h"
#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "media/clips/clip_writer.h"
#include "media/face_crop.h"
#include "media/record_writer.h"

namespace mtcnn::cli {

/// The last stage of a job: writes the records, draws, and tells people how it goes. What the writer throws goes
/// through, and ends the job.
class Reporting {
 public:
  struct Settings {
    int threads = 0;  ///< for encoding clips, 0 for one per core
    media::CropShape crops;
    bool records_share_terminal = false;  ///< with the progress line, which then has to make room for them
  };

  Reporting(media::RecordWriter& writer, Messages& messages, Progress& progress, const Settings& settings)
      : writer_(writer), messages_(messages), progress_(progress), settings_(settings) {}

  void take(const Event& event);

  const Totals& totals() const { return totals_; }

 private:
  void take_item(const Item& item);
  void start_clip(const ClipStart& start);
  void end_clip(const ClipEnd& end);

  void count(const Item& item);
  void annotate(const Item& item);
  void crop(const Item& item);
  void finish_annotated_clip(const std::string& source);
  void report_annotation(const std::string& source, const std::string& reason);
  void report_drawing(const std::string& source, std::string_view deed, const std::string& reason);

  media::RecordWriter& writer_;
  Messages& messages_;
  Progress& progress_;
  Settings settings_;
  std::size_t done_ = 0;
  std::optional<media::ClipWriter> annotated_clip_;  ///< of the clip whose frames come
  Totals totals_;
};

}  // namespace mtcnn::cli
