#pragma once

#include "backends/backend.h"

namespace mtcnn::bench {

/// Passes everything on to another backend a level and a crop at a time, as cascades without batches do.
class OneByOneBackend final : public Backend {
 public:
  explicit OneByOneBackend(const Backend& backend) : backend_(backend) {}

  void propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const override;
  void refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const override;
  void landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const override;

 private:
  const Backend& backend_;
};

}  // namespace mtcnn::bench
