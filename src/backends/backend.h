#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "image/sampling.h"
#include "mtcnn/image_view.h"

namespace mtcnn {

/// One size of the pyramid of one frame: the whole picture, sampled to width x height.
struct Level {
  const ImageView* view = nullptr;
  int width = 0;
  int height = 0;
  Sampling sampling;
};

/// One PNet output position whose score reaches the threshold: a window of 12x12 pixels of its level, of which the
/// upper left one is (2 * column, 2 * row).
struct Cell {
  std::size_t level = 0;  ///< index into the levels of the call
  int row = 0;
  int column = 0;
  std::array<float, 2> logits{};      ///< no face, face
  std::array<float, 4> regression{};  ///< moves of the left, upper, right and lower edge, in sides of the window
};

/// Which cells PNet is to give.
struct CellRule {
  float threshold = 0;  ///< those with at least this face_probability(logits)

  /// Of each level at most so many need to be given: the strongest ones (strongest_cells.h). It bounds the memory that
  /// a call takes, whatever the picture holds.
  std::size_t most = std::numeric_limits<std::size_t>::max();
};

/// One box of one frame, to be sampled to the network's crop.
struct Roi {
  const ImageView* view = nullptr;
  Region region;
  Sampling sampling;
};

struct RNetOutput {
  std::array<float, 2> logits{};
  std::array<float, 4> regression{};
};

struct ONetOutput {
  std::array<float, 2> logits{};
  std::array<float, 4> regression{};
  std::array<float, 10> landmarks{};  ///< x of the five landmarks, then y, in sides of the box
};

/// How the three networks are computed. A backend samples its own pixels; what it returns is defined operation by
/// operation (docs/architecture.md, "The arithmetic"), so that all backends return the same bits.
///
/// Const calls may come from several threads at once. Views have been checked; regions are finite.
class Backend {
 public:
  virtual ~Backend() = default;

  /// PNet over levels of one or many frames. `cells` becomes those of the rule, in the order of level, row and column;
  /// it is the caller's so that its memory can be used again.
  virtual void propose(std::span<const Level> levels, const CellRule& rule, std::vector<Cell>& cells) const = 0;

  /// RNet over rois of one or many frames; `outputs` has as many places.
  virtual void refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const = 0;

  /// ONet over rois of one or many frames; `outputs` has as many places.
  virtual void landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const = 0;
};

}  // namespace mtcnn
