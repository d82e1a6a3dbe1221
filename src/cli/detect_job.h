#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "media/input.h"
#include "media/picture.h"
#include "media/record.h"
#include "media/record_writer.h"
#include "mtcnn/detector.h"

namespace mtcnn::cli {

/// Finds the faces of many inputs, in batches: reads and decodes, detects, writes the records in the order of the
/// inputs, draws. An input that fails is reported and recorded, and the others go on; what the writer throws ends the
/// job. At no time are more than a batch of pictures in memory.
class DetectJob {
 public:
  struct Settings {
    int batch_size = 1;
    bool records_share_terminal = false;  ///< with the progress line, which then has to make room for them
  };

  DetectJob(const Detector& detector, media::RecordWriter& writer, Messages& messages, Progress& progress,
            const Settings& settings)
      : detector_(detector), writer_(writer), messages_(messages), progress_(progress), settings_(settings) {}

  /// `annotated_paths` says where the annotated picture of each input goes; where it is empty, none are made.
  Totals run(std::span<const media::Input> inputs, std::span<const std::string> annotated_paths);

 private:
  /// An input on its way.
  struct Item {
    media::Record record;
    media::Picture picture;      ///< none where the record has an error
    std::string annotated_path;  ///< empty where it is not wanted
  };

  static Item read_item(const media::Input& input, const std::string& annotated_path);
  bool batch_is_full() const;
  void process_batch();
  void detect_batch();
  void detect_alone(Item& item);
  void report(const Item& item);
  void annotate_item(const Item& item);

  const Detector& detector_;
  media::RecordWriter& writer_;
  Messages& messages_;
  Progress& progress_;
  Settings settings_;

  std::vector<Item> batch_;
  std::size_t batch_bytes_ = 0;
  std::size_t done_ = 0;
  Totals totals_;
};

}  // namespace mtcnn::cli
