#pragma once

#include <cstdint>
#include <memory>

#include "backends/backend.h"

namespace mtcnn::bench {

/// What a backend did, and how long it took.
struct StageTimes {
  double pnet_seconds = 0;
  double rnet_seconds = 0;
  double onet_seconds = 0;
  std::int64_t refined = 0;     ///< rois of RNet
  std::int64_t landmarked = 0;  ///< rois of ONet
  std::int64_t multiply_adds = 0;
};

/// Passes everything on to another backend, and notes it. For one calling thread.
class TimedBackend final : public Backend {
 public:
  explicit TimedBackend(const Backend& backend) : backend_(backend) {}

  void propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const override;
  void refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const override;
  void landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const override;

  const StageTimes& times() const { return times_; }

  /// Levels and rois of the calls so far, for whoever wants to sample them again; their views must still live.
  const std::vector<Level>& levels() const { return levels_; }
  const std::vector<Roi>& rnet_rois() const { return rnet_rois_; }
  const std::vector<Roi>& onet_rois() const { return onet_rois_; }

 private:
  const Backend& backend_;
  mutable StageTimes times_;
  mutable std::vector<Level> levels_;
  mutable std::vector<Roi> rnet_rois_;
  mutable std::vector<Roi> onet_rois_;
};

/// Seconds of a clock that never goes back.
double now();

}  // namespace mtcnn::bench
