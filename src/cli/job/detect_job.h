#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "cli/job/reading.h"
#include "cli/job/reporting.h"
#include "cli/summary.h"
#include "media/clips/clip_reader.h"
#include "media/input.h"
#include "mtcnn/detector.h"

namespace mtcnn::cli {

/// How the threads of a job are shared out.
struct ThreadShares {
  int decoding = 1;
  int searching = 1;
  bool is_serial = false;  ///< all stages on one thread
};

/// Of `threads`, at most the number of cores, 0 for that number. Decoding a clip of H.264 takes about a third of all
/// the work. Where every core is to be used, the stages may have more threads than that, and the system shares out the
/// cores, so that none is idle while there is work.
ThreadShares share_threads(int threads);

/// Finds the faces of many inputs: reads and decodes, searches, writes the records in the order of the inputs, draws.
/// The three stages run at the same time, each at most a few frames ahead of the next. An input that fails is reported
/// and recorded, and the others go on; what the record writer throws ends the job.
class DetectJob {
 public:
  struct Settings {
    int batch_size = 1;  ///< frames that are searched together, at most
    ThreadShares threads;
    ReadingSettings reading;
    bool tracks = false;         ///< follows faces from frame to frame of a clip
    bool can_read_again = true;  ///< frames that were read and not searched need not be when the job is interrupted
  };

  DetectJob(const Detector& detector, Reporting& reporting, const Settings& settings)
      : detector_(detector), reporting_(reporting), settings_(settings) {}

  /// `drawings` says for each input where what is drawn of it goes; where it is empty, nothing is drawn.
  /// Begins at `start`. An interruption ends it when what was searched by then is written.
  void run(std::span<const media::Input> inputs, std::span<const DrawingPaths> drawings, const Checkpoint& start);

 private:
  void run_serially(const std::function<void(Reading&)>& read);
  void run_side_by_side(const std::function<void(Reading&)>& read);

  bool is_given_up() const;

  const Detector& detector_;
  Reporting& reporting_;
  Settings settings_;
};

}  // namespace mtcnn::cli
