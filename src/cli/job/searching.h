#pragma once

#include <span>

#include "cli/job/events.h"
#include "mtcnn/detector.h"
#include "tracking/tracker.h"

namespace mtcnn::cli {

/// The second stage of a job: finds the faces of items, and follows them from frame to frame of a clip where that is
/// wanted. An item that cannot be searched gets an error.
class Searching {
 public:
  Searching(const Detector& detector, bool tracks) : detector_(detector), tracks_(tracks) {}

  /// Searches all items among the events together. Events come in the order of the inputs.
  void search(std::span<Event> events);

 private:
  void detect(std::span<Event> events) const;
  void track(std::span<Event> events);

  const Detector& detector_;
  bool tracks_;
  tracking::Tracker tracker_;  ///< of the clip whose frames come
};

}  // namespace mtcnn::cli
