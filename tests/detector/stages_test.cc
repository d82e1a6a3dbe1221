// The cascade over a backend that says what the test tells it to: what becomes of a network's answers.

#include "detector/stages.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/pictures.h"

namespace mtcnn::test {
namespace {

/// Logits (no face, face) of an even chance, and of scores of about 0.88 and 1.
constexpr std::array<float, 2> kEven = {0, 0};
constexpr std::array<float, 2> kLikely = {-1, 1};
constexpr std::array<float, 2> kCertain = {-20, 20};

class ScriptedBackend final : public Backend {
 public:
  std::vector<Cell> cells;
  std::array<float, 2> refined = kCertain;
  std::array<float, 2> landmarked = kCertain;

  void propose(std::span<const Level>, const CellRule&, std::vector<Cell>& found) const override { found = cells; }
  void refine(std::span<const Roi>, std::span<RNetOutput> outputs) const override {
    for (RNetOutput& output : outputs) output.logits = refined;
  }
  void landmarks(std::span<const Roi>, std::span<ONetOutput> outputs) const override {
    for (ONetOutput& output : outputs) output.logits = landmarked;
  }
};

Cell cell(std::size_t level, int row, int column, const std::array<float, 2>& logits) {
  return {.level = level, .row = row, .column = column, .logits = logits, .regression = {}};
}

/// Faces that the cascade makes of the script, in a picture of 300x300 with a first level of the same size.
std::vector<Face> faces(const Backend& backend, const Recipe& recipe, const std::array<double, 3>& thresholds) {
  static const RgbPicture picture = noise(300, 300);
  const ImageView view = picture.view();
  const DetectorOptions options{.min_face_size = 12, .thresholds = thresholds};
  std::vector<Face> faces;
  make_cascade(backend, recipe, options)->detect({&view, 1}, {&faces, 1});
  return faces;
}

TEST(Stages, EqualScoresComeByLevelRowAndColumn) {
  ScriptedBackend backend;
  // Far apart from each other; the third is a face of the second level.
  backend.cells = {cell(0, 10, 20, kCertain), cell(0, 10, 80, kCertain), cell(0, 90, 5, kCertain),
                   cell(1, 60, 60, kCertain)};
  for (const Recipe& recipe : all_recipes()) {
    const std::vector<Face> found = faces(backend, recipe, {0.5, 0.5, 0.5});
    ASSERT_EQ(found.size(), backend.cells.size()) << recipe.name;
    EXPECT_NEAR(found[0].box.x, 40, 4) << recipe.name;
    EXPECT_NEAR(found[1].box.x, 160, 4) << recipe.name;
    EXPECT_NEAR(found[2].box.x, 10, 4) << recipe.name;
    EXPECT_NEAR(found[3].box.x, 120 / 0.709, 6) << recipe.name;
  }
}

TEST(Stages, EachNetworkHasAThresholdOfItsOwn) {
  ScriptedBackend backend;
  backend.cells = {cell(0, 10, 20, kLikely)};
  backend.refined = kLikely;
  backend.landmarked = kLikely;
  for (const Recipe& recipe : all_recipes()) {
    EXPECT_EQ(faces(backend, recipe, {0.8, 0.8, 0.8}).size(), 1U) << recipe.name;
    EXPECT_TRUE(faces(backend, recipe, {0.9, 0.8, 0.8}).empty()) << recipe.name;
    EXPECT_TRUE(faces(backend, recipe, {0.8, 0.9, 0.8}).empty()) << recipe.name;
    EXPECT_TRUE(faces(backend, recipe, {0.8, 0.8, 0.9}).empty()) << recipe.name;
  }
}

TEST(Stages, ScoreEqualToTheThresholdPassesWhereTheRecipeSaysSo) {
  ScriptedBackend backend;
  backend.cells = {cell(0, 10, 20, kEven)};
  EXPECT_EQ(faces(backend, find_recipe("openface"), {0.5, 0.5, 0.5}).size(), 1U);
  EXPECT_EQ(faces(backend, find_recipe("facenet"), {0.5, 0.5, 0.5}).size(), 1U);
  EXPECT_TRUE(faces(backend, find_recipe("mtcnn"), {0.5, 0.5, 0.5}).empty());
  backend.landmarked = kEven;
  for (const Recipe& recipe : all_recipes()) {
    EXPECT_TRUE(faces(backend, recipe, {0.4, 0.5, 0.5}).empty()) << recipe.name;
  }
}

TEST(Stages, OpenfaceMovesTheBoxAndLeavesTheLandmarks) {
  ScriptedBackend backend;
  backend.cells = {cell(0, 10, 20, kCertain)};
  const Face face = faces(backend, find_recipe("openface"), {0.5, 0.5, 0.5}).front();
  // The window from (41, 21) to (52, 32) is a square of 11; ONet's regression adds 1 to its far edges.
  EXPECT_FLOAT_EQ(face.box.x, 41 - 0.0075F * 12);
  EXPECT_FLOAT_EQ(face.box.y, 21 + 0.2459F * 12);
  EXPECT_FLOAT_EQ(face.box.width, 1.0323F * 12);
  EXPECT_FLOAT_EQ(face.box.height, 0.7751F * 12);
  EXPECT_EQ(face.landmarks[kNose], (Point{41, 21}));
}

}  // namespace
}  // namespace mtcnn::test
