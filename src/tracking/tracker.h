#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mtcnn/face.h"
#include "tracking/motion.h"

namespace mtcnn::tracking {

/// Tells which faces of a frame are those of the frames before, by SORT (Bewley et al., "Simple Online and Realtime
/// Tracking", 2016): each track predicts its box, and tracks and faces are paired so that the sum of the overlaps is
/// largest. Two things differ from the authors' program: a face has a track from its first frame on, and a face that
/// is hidden keeps its track for longer.
class Tracker {
 public:
  /// Frames, one after the other, in which a face may be hidden and still keep its track.
  static constexpr int kLongestAbsence = 25;

  /// Intersection over union of a track's box and a face's below which they are not the same.
  static constexpr double kLeastOverlap = 0.3;

  /// The next frame: the id of each face's track, from 1 on, in the order of the faces. Ids are never used again.
  std::vector<std::int64_t> update(std::span<const Face> faces);

 private:
  struct Track {
    std::int64_t id = 0;
    BoxMotion motion;
    BoundingBox box;  ///< where it is expected in the frame
    int absence = 0;  ///< frames since its face was last seen
  };

  std::vector<Track> tracks_;
  std::int64_t next_id_ = 1;
};

}  // namespace mtcnn::tracking
