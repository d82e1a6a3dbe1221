#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/frame_forecast.h"
#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "media/clips/clip_reader.h"
#include "media/clips/clip_writer.h"
#include "media/input.h"
#include "media/picture.h"
#include "media/record.h"
#include "media/record_writer.h"
#include "mtcnn/detector.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {

/// Finds the faces of many inputs, in batches of pictures and frames: reads and decodes, detects, writes the records in
/// the order of the inputs, draws. An input that fails is reported and recorded, and the others go on; what the writer
/// throws ends the job. At no time are more than a batch of pictures in memory.
class DetectJob {
 public:
  struct Settings {
    int batch_size = 1;
    int threads = 0;                      ///< for decoding and encoding, 0 for one per core
    media::ClipSelection selection;       ///< of each clip
    bool records_share_terminal = false;  ///< with the progress line, which then has to make room for them
  };

  DetectJob(const Detector& detector, media::RecordWriter& writer, Messages& messages, Progress& progress,
            const Settings& settings)
      : detector_(detector), writer_(writer), messages_(messages), progress_(progress), settings_(settings) {}

  /// `annotated_paths` says where the annotated picture or clip of each input goes; where it is empty, none are made.
  Totals run(std::span<const media::Input> inputs, std::span<const std::string> annotated_paths);

 private:
  /// A picture or frame on its way.
  struct Item {
    media::Record record;
    media::Picture picture;                 ///< none where the record has an error, or of a clip
    std::optional<media::ClipFrame> frame;  ///< of a clip
    std::string annotated_path;             ///< of a picture; empty where it is not wanted

    ImageView view() const { return frame ? frame->view : picture.view(); }
    std::size_t bytes() const;
  };

  void run_picture(const media::Input& input, const std::string& annotated_path);
  void run_clip(const media::Input& input, const std::string& annotated_path);
  void run_frames(const media::Input& input, media::ClipReader& reader);
  void end_clip(const media::Input& input, const media::ClipReader& reader);

  static Item read_picture(const media::Input& input, const std::string& annotated_path);
  void add(Item item);
  void add_error(const std::string& source, const Error& error);
  void process_batch();
  void detect_batch();
  void detect_alone(Item& item);
  void report(const Item& item);
  void annotate(const Item& item);
  void finish_annotated_clip(const media::Input& input);
  void report_annotation(const std::string& source, const std::string& reason);

  const Detector& detector_;
  media::RecordWriter& writer_;
  Messages& messages_;
  Progress& progress_;
  Settings settings_;

  std::vector<Item> batch_;
  std::size_t batch_bytes_ = 0;
  std::size_t done_ = 0;
  std::optional<FrameForecast> forecast_;
  std::optional<media::ClipWriter> annotated_clip_;  ///< of the clip that is being read
  Totals totals_;
};

}  // namespace mtcnn::cli
