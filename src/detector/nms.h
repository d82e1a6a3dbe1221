#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "detector/boxes.h"
#include "model/recipe.h"

namespace mtcnn {

template <class Number>
Number area(const Box<Number>& box, const NmsRule& rule) {
  const auto side_plus = static_cast<Number>(rule.side_plus);
  return (box.width() + side_plus) * (box.height() + side_plus);
}

/// The area that two boxes share.
template <class Number>
Number shared_area(const Box<Number>& a, const Box<Number>& b, const NmsRule& rule) {
  const auto side_plus = static_cast<Number>(rule.side_plus);
  const Number width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1) + side_plus;
  const Number height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1) + side_plus;
  return std::max(Number{0}, width) * std::max(Number{0}, height);
}

/// The area that two boxes share, over the area of both or of the smaller one.
template <class Number>
Number overlap(Number shared, Number area_a, Number area_b, const NmsRule& rule) {
  return shared / (rule.overlap == Overlap::kSmaller ? std::min(area_a, area_b) : area_a + area_b - shared);
}

/// Non-maximum suppression. Keeps its memory from one call to the next.
template <class Number, class Candidate>
class Suppression {
 public:
  /// Leaves the candidates that stand, highest score first. A Candidate has a `box` and a `score`.
  void operator()(std::vector<Candidate>& candidates, const NmsRule& rule) {
    sort(candidates, rule);
    fallen_.assign(candidates.size(), 0);
    standing_.clear();
    for (std::size_t rank = 0; rank < order_.size(); ++rank) {
      if (fallen_[rank] == 0) standing_.push_back(candidates[order_[rank]]);
      if (fallen_[rank] != 0 && rule.greedy) continue;
      for (std::size_t lower = rank + 1; lower < order_.size(); ++lower) {
        if (fallen_[lower] == 0 && overlaps(rank, lower, rule)) fallen_[lower] = 1;
      }
    }
    candidates.swap(standing_);
  }

 private:
  void sort(const std::vector<Candidate>& candidates, const NmsRule& rule) {
    order_.resize(candidates.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      if (candidates[a].score != candidates[b].score) return candidates[a].score > candidates[b].score;
      return rule.ties == Ties::kEarlierFirst ? a < b : a > b;
    });
    boxes_.clear();
    areas_.clear();
    for (const std::size_t index : order_) {
      boxes_.push_back(candidates[index].box);
      areas_.push_back(area(candidates[index].box, rule));
    }
  }

  bool overlaps(std::size_t a, std::size_t b, const NmsRule& rule) const {
    // Most pairs lie apart, and most of these one above the other or side by side.
    const auto side_plus = static_cast<Number>(rule.side_plus);
    if (boxes_[a].x2 + side_plus <= boxes_[b].x1 || boxes_[b].x2 + side_plus <= boxes_[a].x1) return false;
    const Number shared = shared_area(boxes_[a], boxes_[b], rule);
    return shared > 0 && overlap(shared, areas_[a], areas_[b], rule) > rule.threshold;
  }

  // By score, highest first.
  std::vector<std::size_t> order_;
  std::vector<Box<Number>> boxes_;
  std::vector<Number> areas_;
  std::vector<char> fallen_;

  std::vector<Candidate> standing_;
};

}  // namespace mtcnn
