#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

#include "image/sampling.h"
#include "model/recipe.h"

namespace mtcnn {

// Boxes in the number type of a recipe, and what is done to them on their way through the cascade. Each function is
// one expression a side, because its order of operations is part of the answer.

/// Left, upper, right and lower edge in pixels of the picture.
template <class Number>
struct Box {
  Number x1 = 0;
  Number y1 = 0;
  Number x2 = 0;
  Number y2 = 0;

  Number width() const { return x2 - x1; }
  Number height() const { return y2 - y1; }
};

/// The window of the PNet cell at (column, row) of a level. `scale`: pixels of the level per pixel of the picture.
template <class Number>
Box<Number> cell_window(int column, int row, Number scale, bool whole_pixels) {
  constexpr int kFirst = 1;  // pixels are counted from 1
  constexpr int kLast = 12;
  const auto edge = [&](int cell, int pixel) {
    const Number position = static_cast<Number>(2 * cell + pixel) / scale;
    return whole_pixels ? std::floor(position) : position;
  };
  return {edge(column, kFirst), edge(row, kFirst), edge(column, kLast), edge(row, kLast)};
}

template <class Number>
Box<Number> regressed(const Box<Number>& box, const std::array<float, 4>& moves, const RegressionRule& rule) {
  const Number width = box.width() + rule.side_plus;
  const Number height = box.height() + rule.side_plus;
  return {box.x1 + moves[0] * width, box.y1 + moves[1] * height, box.x2 + rule.far_edge_plus + moves[2] * width,
          box.y2 + rule.far_edge_plus + moves[3] * height};
}

/// The square about the centre of a box, with its longer side.
template <class Number>
Box<Number> squared(const Box<Number>& box, bool whole_pixels) {
  constexpr auto kHalf = static_cast<Number>(0.5);
  Number side = std::max(box.width(), box.height());
  Number x = box.x1 + box.width() * kHalf - side * kHalf;
  Number y = box.y1 + box.height() * kHalf - side * kHalf;
  if (whole_pixels) {
    x = std::trunc(x);
    y = std::trunc(y);
    side = std::trunc(side);
  }
  return {x, y, x + side, y + side};
}

/// The part of a picture of width x height to be cropped for a square; none where nothing is left of it.
template <class Number>
std::optional<Region> crop_region(const Box<Number>& square, CropWindow window, int width, int height) {
  // Beyond this no picture reaches; it also catches what is not a number.
  constexpr Number kFarthest = 1 << 22;
  for (const Number edge : {square.x1, square.y1, square.x2, square.y2}) {
    if (!(std::abs(edge) <= kFarthest)) return std::nullopt;
  }
  Region region{square.x1, square.y1, square.x2, square.y2};
  switch (window) {
    case CropWindow::kPadded:
      region.x1 -= 1;
      region.y1 -= 1;
      break;
    case CropWindow::kClamped:
      region.x1 = std::max(std::trunc(region.x1), 1.0) - 1;
      region.y1 = std::max(std::trunc(region.y1), 1.0) - 1;
      region.x2 = std::min(std::trunc(region.x2), static_cast<double>(width));
      region.y2 = std::min(std::trunc(region.y2), static_cast<double>(height));
      break;
    case CropWindow::kExact:
      return region;
  }
  if (region.x2 <= region.x1 || region.y2 <= region.y1) return std::nullopt;
  return region;
}

}  // namespace mtcnn
