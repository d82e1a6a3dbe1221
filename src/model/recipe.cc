#include "model/recipe.h"

#include <string>
#include <vector>

#include "mtcnn/error.h"
#include "mtcnn/info.h"

namespace mtcnn {
namespace {

// The facts were found by comparing answers with those of the projects themselves; docs/recipes.md tells them in words.
constexpr Recipe kRecipes[] = {
    {
        .name = "openface",
        .answers_as = "pymtcnn 1.2.0",
        .numbers = Numbers::kFloat64,
        .pyramid = {LevelSize::kRoundedUp, LevelScales::kProducts},
        .level_sampling = {Filter::kBilinear, Alignment::kHalfPixel, Border::kBlackPixels},
        .whole_pixel_cells = true,
        .level_nms = {.threshold = 0.5},
        .proposals = {.passes_at_threshold = true},
        .refinement = {},
        .landmarking = {.regresses_before_nms = true,
                        .regression = {.side_plus = 1, .far_edge_plus = 1},
                        .nms = {.overlap = Overlap::kSmaller}},
        .whole_pixel_squares = true,
        .crop_window = CropWindow::kPadded,
        .crop_sampling = {Filter::kBilinear, Alignment::kHalfPixel, Border::kBlackPixels},
        .landmarks = {},
        // As OpenFace 2 moves MTCNN's boxes to where its landmark models expect a face.
        .calibration = {.x_shift = -0.0075, .y_shift = 0.2459, .width_scale = 1.0323, .height_scale = 0.7751},
    },
    {
        .name = "facenet",
        .answers_as = "facenet-pytorch 2.6.0",
        .numbers = Numbers::kFloat32,
        .pyramid = {LevelSize::kRoundedDownPlusOne, LevelScales::kProducts},
        .level_sampling = {Filter::kWholePixelMean},
        .whole_pixel_cells = true,
        .level_nms = {.threshold = 0.5, .ties = Ties::kEarlierFirst},
        .proposals = {.passes_at_threshold = true, .nms = {.ties = Ties::kEarlierFirst}},
        .refinement = {.regression = {.side_plus = 1}, .nms = {.ties = Ties::kEarlierFirst}},
        .landmarking = {.regresses_before_nms = true,
                        .regression = {.side_plus = 1},
                        .nms = {.overlap = Overlap::kSmaller, .side_plus = 1}},
        .whole_pixel_squares = false,
        .crop_window = CropWindow::kClamped,
        .crop_sampling = {Filter::kWholePixelMean},
        .landmarks = {.side_plus = 1, .position_plus = -1},
        .calibration = {},
    },
    {
        .name = "mtcnn",
        .answers_as = "mtcnn 1.0.0",
        .numbers = Numbers::kFloat64,
        .pyramid = {LevelSize::kRoundedDown, LevelScales::kPowers},
        .level_sampling = {Filter::kFractionalMean},
        .whole_pixel_cells = false,
        .level_nms = {.threshold = 0.5, .greedy = false},
        .proposals = {.regresses_before_nms = true, .nms = {.greedy = false}},
        .refinement = {.regresses_before_nms = true, .regression = {.side_plus = 1}, .nms = {.greedy = false}},
        .landmarking = {.regresses_before_nms = true,
                        .regression = {.side_plus = 1},
                        .nms = {.overlap = Overlap::kSmaller, .greedy = false}},
        .whole_pixel_squares = false,
        .crop_window = CropWindow::kExact,
        .crop_sampling = {Filter::kBilinear, Alignment::kCorners, Border::kZero},
        .landmarks = {.side_plus = 1, .position_plus = -1},
        .calibration = {},
    },
};

}  // namespace

std::span<const Recipe> all_recipes() { return kRecipes; }

const Recipe& find_recipe(std::string_view name) {
  std::string names;
  for (const Recipe& recipe : kRecipes) {
    if (recipe.name == name) return recipe;
    names += (names.empty() ? "" : ", ") + std::string(recipe.name);
  }
  throw Error(ErrorCode::kNotFound, ErrorStage::kOptions,
              "there is no recipe \"" + std::string(name) + "\"; there are: " + names);
}

std::vector<RecipeInfo> recipes() {
  std::vector<RecipeInfo> infos;
  for (const Recipe& recipe : kRecipes) infos.push_back({std::string(recipe.name), std::string(recipe.answers_as)});
  return infos;
}

}  // namespace mtcnn
