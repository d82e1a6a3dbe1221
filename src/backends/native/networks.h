#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "backends/backend.h"
#include "backends/native/scratch.h"
#include "model/network_weights.h"

namespace mtcnn::native {

/// Rows of cells of one level.
struct Band {
  std::size_t level = 0;  ///< index into the levels of the call
  int first_row = 0;
  int rows = 0;
};

/// The three networks, one task at a time: those of this layer are compiled for one instruction set. Calls are const
/// and share nothing but the weights; each has a scratch of its own, which it may use as it likes.
class Networks {
 public:
  virtual ~Networks() = default;

  /// PNet over a band of a level: appends its cells of the rule, by row and column.
  virtual void propose(const Level& level, const Band& band, const CellRule& rule, Scratch& scratch,
                       std::vector<Cell>& cells) const = 0;

  /// RNet over a batch of rois.
  virtual void refine(std::span<const Roi> rois, Scratch& scratch, std::span<RNetOutput> outputs) const = 0;

  /// ONet over a batch of rois.
  virtual void landmarks(std::span<const Roi> rois, Scratch& scratch, std::span<ONetOutput> outputs) const = 0;
};

/// Rois that a call of `refine` or `landmarks` computes best at once: the weights of the dense layers are read once for
/// them all.
inline constexpr int kRoisAtOnce = 12;

/// The networks for one of Highway's targets, which must have been compiled and be supported by the CPU.
std::unique_ptr<const Networks> make_networks(std::int64_t target, const NetworkWeights& weights);

/// The targets that `make_networks` knows, the best first, as bits of Highway's.
std::int64_t compiled_targets();

}  // namespace mtcnn::native
