// The kernels against the plain loops of `reference`, number by number.

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

#include "backends/native/native_backend.h"
#include "backends/reference/reference_backend.h"
#include "every_instruction_set.h"
#include "model/recipe.h"
#include "model/score.h"
#include "mtcnn/weights.h"
#include "support/guarded_pictures.h"
#include "support/pictures.h"

namespace mtcnn::native {
namespace {

template <class Numbers>
bool same_bits(const Numbers& a, const Numbers& b) {
  return std::equal(a.begin(), a.end(), b.begin(), [](float x, float y) {
    return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  });
}

bool same_bits(const Cell& a, const Cell& b) {
  return a.level == b.level && a.row == b.row && a.column == b.column && same_bits(a.logits, b.logits) &&
         same_bits(a.regression, b.regression);
}

bool same_bits(const RNetOutput& a, const RNetOutput& b) {
  return same_bits(a.logits, b.logits) && same_bits(a.regression, b.regression);
}

bool same_bits(const ONetOutput& a, const ONetOutput& b) {
  return same_bits(a.logits, b.logits) && same_bits(a.regression, b.regression) && same_bits(a.landmarks, b.landmarks);
}

class Kernels : public EveryInstructionSet {
 protected:
  void SetUp() override {
    EveryInstructionSet::SetUp();
    if (IsSkipped()) return;
    native_ = make_native_backend(Weights::embedded().networks(), 1);
  }

  std::vector<Cell> expect_same_cells(std::span<const Level> levels, float threshold, const std::string& what) const {
    std::vector<Cell> expected;
    std::vector<Cell> found;
    reference().propose(levels, {.threshold = threshold}, expected);
    native_->propose(levels, {.threshold = threshold}, found);
    EXPECT_EQ(found.size(), expected.size()) << what;
    for (std::size_t index = 0; index < std::min(found.size(), expected.size()); ++index) {
      if (same_bits(found[index], expected[index])) continue;
      ADD_FAILURE() << what << ": row " << expected[index].row << ", column " << expected[index].column << ", logit "
                    << expected[index].logits[1] << ", not " << found[index].logits[1];
      break;
    }
    return expected;
  }

  void expect_same_refinements(std::span<const Roi> rois, const std::string& what) const {
    std::vector<RNetOutput> found(rois.size());
    std::vector<RNetOutput> expected(rois.size());
    native_->refine(rois, found);
    reference().refine(rois, expected);
    for (std::size_t index = 0; index < rois.size(); ++index) {
      EXPECT_TRUE(same_bits(found[index], expected[index])) << what << ": RNet, roi " << index;
    }
  }

  void expect_same_landmarks(std::span<const Roi> rois, const std::string& what) const {
    std::vector<ONetOutput> found(rois.size());
    std::vector<ONetOutput> expected(rois.size());
    native_->landmarks(rois, found);
    reference().landmarks(rois, expected);
    for (std::size_t index = 0; index < rois.size(); ++index) {
      EXPECT_TRUE(same_bits(found[index], expected[index])) << what << ": ONet, roi " << index;
    }
  }

  static const Backend& reference() {
    static const std::unique_ptr<const Backend> backend = make_reference_backend(Weights::embedded().networks(), 1);
    return *backend;
  }

  std::unique_ptr<const Backend> native_;
};

std::string text_of(const Level& level, const Recipe& recipe) {
  return std::string(recipe.name) + ", " + std::to_string(level.view->width) + "x" +
         std::to_string(level.view->height) + " to " + std::to_string(level.width) + "x" + std::to_string(level.height);
}

// Around multiples of 16 cells, the lanes of the widest vector; odd, single and elongated.
constexpr std::pair<int, int> kLevelSizes[] = {{12, 12},  {13, 12},  {12, 13},  {14, 15},   {41, 43},
                                               {42, 41},  {43, 14},  {73, 75},  {75, 73},   {61, 131},
                                               {191, 64}, {12, 100}, {100, 12}, {1500, 13}, {13, 1500}};

TEST_P(Kernels, ProposeAtEverySize) {
  for (const Recipe& recipe : all_recipes()) {
    for (const auto& [width, height] : kLevelSizes) {
      // As it is, made smaller and made larger.
      for (const double scale : {1.0, 2.7, 0.6}) {
        const test::RgbPicture picture =
            test::noise(static_cast<int>(width * scale) + 1, static_cast<int>(height * scale) + 1);
        const ImageView view = picture.view();
        const Level level{&view, width, height, recipe.level_sampling};
        expect_same_cells({&level, 1}, 0, text_of(level, recipe));
      }
    }
  }
}

TEST_P(Kernels, ProposeAtATinyPicture) {
  for (const Recipe& recipe : all_recipes()) {
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 5}, {5, 1}, {2, 2}, {2, 1}, {1, 2}}) {
      for (const auto& picture : test::guarded_pictures(width, height)) {
        const Level level{&picture->view(), 15, 17, recipe.level_sampling};
        expect_same_cells({&level, 1}, 0, std::string(recipe.name) + ", " + picture->name());
      }
    }
  }
}

TEST_P(Kernels, ProposeInEveryFormatAndOrientation) {
  for (const Recipe& recipe : all_recipes()) {
    for (const auto& [width, height] : {std::pair{37, 29}, {38, 30}}) {
      for (const auto& picture : test::guarded_pictures(width, height)) {
        for (const auto& [level_width, level_height] : {std::pair{21, 24}, {53, 46}}) {
          const Level level{&picture->view(), level_width, level_height, recipe.level_sampling};
          expect_same_cells({&level, 1}, 0, text_of(level, recipe) + ", " + picture->name());
        }
      }
    }
  }
}

TEST_P(Kernels, ProposeKeepsWhatReachesTheThreshold) {
  const test::RgbPicture picture = test::drawn_faces();
  const ImageView view = picture.view();
  const Level level{&view, 90, 70, find_recipe("openface").level_sampling};
  const std::vector<Cell> all = expect_same_cells({&level, 1}, 0, "threshold 0");
  std::vector<float> scores;
  for (const Cell& cell : all) scores.push_back(face_probability(cell.logits[0], cell.logits[1]));
  std::sort(scores.begin(), scores.end());
  // Just at a score, and just beyond it.
  for (std::size_t index = 0; index < scores.size(); index += scores.size() / 20) {
    const std::vector<Cell> at = expect_same_cells({&level, 1}, scores[index], "threshold at a score");
    EXPECT_LE(at.size(), all.size() - index + 1);
    expect_same_cells({&level, 1}, std::nextafter(scores[index], 2.0F), "threshold beyond a score");
  }
  expect_same_cells({&level, 1}, 1, "threshold 1");
}

TEST_P(Kernels, RefineAndLandmarkBatchesOfEverySize) {
  const test::RgbPicture picture = test::noise(200, 150);
  const ImageView view = picture.view();
  for (const Recipe& recipe : all_recipes()) {
    std::mt19937 random(7);
    std::vector<Roi> rois;
    for (int index = 0; index < 30; ++index) {
      const int side = static_cast<int>(random() % 90) + 1;
      const int x = static_cast<int>(random() % (200 - side));
      const int y = static_cast<int>(random() % (150 - side));
      rois.push_back({&view,
                      {static_cast<double>(x), static_cast<double>(y), static_cast<double>(x + side),
                       static_cast<double>(y + side)},
                      recipe.crop_sampling});
    }
    for (const std::size_t count : {1, 2, 7, 12, 13, 25, 30}) {
      const std::string what = std::string(recipe.name) + ", " + std::to_string(count) + " rois";
      expect_same_refinements({rois.data(), count}, what);
      expect_same_landmarks({rois.data(), count}, what);
    }
  }
}

/// Regions that reach beyond each border, as the recipe's own cropping may ask for.
std::vector<Region> regions_at_the_borders(const Recipe& recipe, int width, int height) {
  switch (recipe.crop_window) {
    case CropWindow::kPadded:
      return {{-10, -12, 20, 18},
              {-1, -1, 5, 5},
              {width - 9.0, height - 7.0, width + 11.0, height + 13.0},
              {-300, -300, -200, -200},
              {width + 5.0, 3, width + 25.0, 23},
              {-50, -50, width + 50.0, height + 50.0},
              {width - 1.0, 0, width + 3.0, 4},
              {3, 4, 4, 5}};
    case CropWindow::kClamped:
      return {{0, 0, 1, 1}, {0, 0, 3.0, 17}, {width - 5.0, 2, width * 1.0, 30}, {0, 0, width * 1.0, height * 1.0}};
    case CropWindow::kExact:
      break;
  }
  return {{-10.25, -12.5, 20.125, 18.75},
          {width - 9.1, height - 7.3, width + 11.7, height + 13.9},
          {-300, -300, -200, -200},
          {0, 0, static_cast<double>(width), static_cast<double>(height)},
          {5.5, 5.5, 5.75, 5.75}};
}

TEST_P(Kernels, RefineAndLandmarkBeyondTheBordersOfEveryFormat) {
  for (const Recipe& recipe : all_recipes()) {
    for (const auto& picture : test::guarded_pictures(39, 31)) {
      const ImageView& view = picture->view();
      std::vector<Roi> rois;
      for (const Region& region : regions_at_the_borders(recipe, view.displayed_width(), view.displayed_height())) {
        rois.push_back({&view, region, recipe.crop_sampling});
      }
      const std::string what = std::string(recipe.name) + ", " + picture->name();
      expect_same_refinements(rois, what);
      // ONet's plain loops are slow, and its crops come from the same sampler.
      if (view.orientation == Orientation::kUpright) expect_same_landmarks(rois, what);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Isa, Kernels, testing::ValuesIn(names_of_compiled_instruction_sets()), name_of);

}  // namespace
}  // namespace mtcnn::native
