#include "tracking/tracker.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "tracking/assignment.h"

namespace mtcnn::tracking {
namespace {

/// Intersection over union.
double overlap(const BoundingBox& a, const BoundingBox& b) {
  const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  if (!(width > 0 && height > 0)) return 0;
  const double shared = width * height;
  return shared / (static_cast<double>(a.width) * a.height + static_cast<double>(b.width) * b.height - shared);
}

}  // namespace

std::vector<std::int64_t> Tracker::update(std::span<const Face> faces) {
  std::vector<double> costs;
  costs.reserve(faces.size() * tracks_.size());
  for (Track& track : tracks_) {
    track.box = track.motion.predict();
    ++track.absence;
  }
  for (const Face& face : faces) {
    for (const Track& track : tracks_) costs.push_back(-overlap(face.box, track.box));
  }

  const std::vector<std::optional<std::size_t>> track_of_face = assign(costs, faces.size(), tracks_.size());
  std::vector<std::int64_t> ids(faces.size());
  const std::size_t known_tracks = tracks_.size();
  for (std::size_t face = 0; face < faces.size(); ++face) {
    const BoundingBox& box = faces[face].box;
    const std::optional<std::size_t> known = track_of_face[face];
    if (known && -costs[face * known_tracks + *known] >= kLeastOverlap) {
      Track& track = tracks_[*known];
      track.motion.update(box);
      track.absence = 0;
      ids[face] = track.id;
    } else {
      ids[face] = next_id_++;
      tracks_.push_back({.id = ids[face], .motion = BoxMotion(box), .box = box});
    }
  }
  std::erase_if(tracks_, [](const Track& track) { return track.absence > kLongestAbsence; });
  return ids;
}

}  // namespace mtcnn::tracking
