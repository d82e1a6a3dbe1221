#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "detector/boxes.h"
#include "model/recipe.h"

namespace mtcnn {

/// The overlap of two boxes: the area that they share, over the area of both or of the smaller one.
template <class Number>
Number overlap(const Box<Number>& a, const Box<Number>& b, const NmsRule& rule) {
  const auto side_plus = static_cast<Number>(rule.side_plus);
  const auto area = [side_plus](const Box<Number>& box) {
    return (box.width() + side_plus) * (box.height() + side_plus);
  };
  const Number shared_width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1) + side_plus;
  const Number shared_height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1) + side_plus;
  const Number shared = std::max(Number{0}, shared_width) * std::max(Number{0}, shared_height);
  return shared / (rule.overlap == Overlap::kSmaller ? std::min(area(a), area(b)) : area(a) + area(b) - shared);
}

/// The candidates that stand after non-maximum suppression, highest score first. A Candidate has a `box` and a `score`.
template <class Candidate>
std::vector<Candidate> suppressed(const std::vector<Candidate>& candidates, const NmsRule& rule) {
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (candidates[a].score != candidates[b].score) return candidates[a].score > candidates[b].score;
    return rule.ties == Ties::kEarlierFirst ? a < b : a > b;
  });

  std::vector<bool> fallen(order.size(), false);
  std::vector<Candidate> standing;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    if (!fallen[rank]) standing.push_back(candidates[order[rank]]);
    if (fallen[rank] && rule.greedy) continue;
    for (std::size_t lower = rank + 1; lower < order.size(); ++lower) {
      if (fallen[lower]) continue;
      fallen[lower] = overlap(candidates[order[rank]].box, candidates[order[lower]].box, rule) > rule.threshold;
    }
  }
  return standing;
}

}  // namespace mtcnn
