#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "image/sampling.h"

namespace mtcnn {

/// The number type of boxes: their arithmetic decides which pixels are cropped and which of two boxes an NMS keeps.
enum class Numbers : std::uint8_t { kFloat32, kFloat64 };

/// Pixels of a level's side from the exact length of side x scale.
enum class LevelSize : std::uint8_t { kRoundedUp, kRoundedDown, kRoundedDownPlusOne };

/// How the scale of a level comes about, in float64. Powers differ from products in the last bit, and where sides or
/// edges are rounded to whole pixels that moves boxes.
enum class LevelScales : std::uint8_t {
  kProducts,  ///< the scale of the level before, times the factor
  kPowers,    ///< the first scale, times a power of the factor
};

/// The levels of the image pyramid.
struct PyramidRule {
  LevelSize size = LevelSize::kRoundedUp;
  LevelScales scales = LevelScales::kProducts;
};

/// The overlap of two boxes is the area of their intersection over ...
enum class Overlap : std::uint8_t { kUnion, kSmaller };

/// Which of two candidates with equal scores comes first.
enum class Ties : std::uint8_t { kEarlierFirst, kLaterFirst };

/// Non-maximum suppression: a candidate falls to one with a higher score that it overlaps by more than `threshold`.
struct NmsRule {
  double threshold = 0.7;
  Overlap overlap = Overlap::kUnion;
  Ties ties = Ties::kLaterFirst;
  /// Greedy: only by one that stands itself. Otherwise also by one that has fallen.
  bool greedy = true;
  /// Added to the sides of boxes and of intersections: 1 where edges are meant as the positions of whole pixels.
  int side_plus = 0;
};

/// How a network's four numbers move the edges of a box, by fractions of its sides.
struct RegressionRule {
  int side_plus = 0;      ///< added to the sides that the fractions are of
  int far_edge_plus = 0;  ///< added to the right and the lower edge
};

/// What is done with the candidates behind a network.
struct StageRule {
  /// A candidate passes with a score equal to the threshold; otherwise only above it.
  bool passes_at_threshold = false;
  /// The NMS sees the boxes after the regression; otherwise before it.
  bool regresses_before_nms = false;
  RegressionRule regression = {};
  NmsRule nms = {};
};

/// The part of the picture that is cropped for a square box.
enum class CropWindow : std::uint8_t {
  /// From one pixel left of and above the box, with sides longer by one; may reach beyond the picture.
  kPadded,
  /// Edges rounded towards zero, the left and upper one lowered by a pixel, all within the picture.
  kClamped,
  /// The box itself.
  kExact,
};

/// Landmarks from fractions of the sides of the box that ONet saw.
struct LandmarkRule {
  int side_plus = 0;      ///< added to the sides
  int position_plus = 0;  ///< added to x and y
};

/// The last step from a box to the answer: the origin moved by a fraction of the sides, the sides scaled.
struct Calibration {
  double x_shift = 0;
  double y_shift = 0;
  double width_scale = 1;
  double height_scale = 1;
};

/// The numeric dialect in which one project decodes MTCNN. The cascade reads it; nothing ever asks for its name.
struct Recipe {
  std::string_view name;
  std::string_view answers_as;

  Numbers numbers;
  PyramidRule pyramid;
  Sampling level_sampling;

  /// The edges of a cell's window in the picture are rounded down to whole pixels.
  bool whole_pixel_cells;
  /// NMS among the candidates of one level, before the one of `proposals` among those of the frame.
  NmsRule level_nms;

  StageRule proposals;    ///< behind PNet
  StageRule refinement;   ///< behind RNet
  StageRule landmarking;  ///< behind ONet

  /// The origin and the side of squares are rounded towards zero.
  bool whole_pixel_squares;
  CropWindow crop_window;
  Sampling crop_sampling;

  LandmarkRule landmarks;
  Calibration calibration;
};

/// Every recipe, the default first.
std::span<const Recipe> all_recipes();

/// Throws Error (kNotFound, stage kOptions) that names the recipes there are.
const Recipe& find_recipe(std::string_view name);

}  // namespace mtcnn
