#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "backends/backend.h"

namespace mtcnn {

/// Moves the `most` strongest cells to the front, in their order; of equally strong ones the earlier. Returns these.
/// How strong a cell is its logits tell: face over no face.
std::span<Cell> strongest(std::span<Cell> cells, std::size_t most);

/// Leaves the `most` strongest cells, as `strongest` does. Of what is left of parts the strongest are those of the
/// whole.
void keep_strongest(std::vector<Cell>& cells, std::size_t most);

}  // namespace mtcnn
