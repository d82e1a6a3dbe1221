#pragma once

#include <chrono>

#include "backends/backend.h"

namespace mtcnn {

/// Passes everything on to another backend in parts, and throws Error (kDeadline, stage kDetect) after the first that
/// ends too late: so an answer is at most one level of the pyramid, or a few crops, late. For one call at a time.
class PunctualBackend final : public Backend {
 public:
  /// `backend` must outlive this one. `seconds` count from each `start`.
  PunctualBackend(const Backend& backend, double seconds) : backend_(backend), seconds_(seconds) {}

  void start() { start_ = Clock::now(); }

  void propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const override;
  void refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const override;
  void landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const override;

 private:
  using Clock = std::chrono::steady_clock;

  void check(const char* network) const;

  const Backend& backend_;
  double seconds_;
  Clock::time_point start_ = Clock::now();
};

}  // namespace mtcnn
