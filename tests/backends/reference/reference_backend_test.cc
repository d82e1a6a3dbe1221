#include "backends/reference/reference_backend.h"

#include <gtest/gtest.h>

#include <tuple>

#include "backends/reference/networks.h"
#include "backends/reference/plain_sampler.h"
#include "model/score.h"
#include "mtcnn/weights.h"
#include "support/pictures.h"

namespace mtcnn::reference {
namespace {

auto backend(int threads) { return make_reference_backend(Weights::embedded().networks(), threads); }

std::vector<Cell> proposed(const Backend& backend, std::span<const Level> levels, float threshold) {
  std::vector<Cell> cells;
  backend.propose(levels, {.threshold = threshold}, cells);
  return cells;
}

TEST(ReferenceBackend, ProposesEveryCellOfALevelAtThresholdZero) {
  const test::RgbPicture picture = test::noise(64, 48);
  const ImageView view = picture.view();
  for (const auto& [side, cells] : {std::pair{12, 1}, {13, 2}, {14, 2}, {15, 3}, {100, 45}, {101, 46}}) {
    const Level level{.view = &view, .width = side, .height = 12, .sampling = {}};
    EXPECT_EQ(proposed(*backend(1), {&level, 1}, 0).size(), static_cast<std::size_t>(cells)) << side;
  }
}

TEST(ReferenceBackend, BandsAreOneNetworkOverTheWholeLevel) {
  const test::RgbPicture picture = test::noise(80, 150);
  const ImageView view = picture.view();
  constexpr int kWidth = 61;
  constexpr int kHeight = 131;  // several bands, and a last window that is cut off
  const Level level{.view = &view, .width = kWidth, .height = kHeight, .sampling = {}};
  const std::vector<Cell> cells = proposed(*backend(2), {&level, 1}, 0);

  const PNet::Output output =
      PNet(Weights::embedded().networks())(sample(view, {0, 0, 80, 150}, {}, {kWidth, kHeight, 0, kHeight}));
  ASSERT_EQ(cells.size(), static_cast<std::size_t>(output.logits.rows) * output.logits.columns);
  for (const Cell& cell : cells) {
    for (int index = 0; index < 2; ++index) {
      ASSERT_EQ(cell.logits[index], output.logits.at(cell.row, cell.column)[index]);
    }
    for (int index = 0; index < 4; ++index) {
      ASSERT_EQ(cell.regression[index], output.regression.at(cell.row, cell.column)[index]);
    }
  }
}

TEST(ReferenceBackend, CellsReachTheThresholdAndComeByLevelRowAndColumn) {
  const test::RgbPicture first = test::noise(90, 70);
  const test::RgbPicture second = test::noise(40, 60);
  const ImageView views[] = {first.view(), second.view()};
  const Level levels[] = {{&views[0], 90, 70, {}}, {&views[1], 40, 60, {}}, {&views[0], 45, 35, {}}};
  const std::vector<Cell> all = proposed(*backend(1), levels, 0);
  const auto score = [](const Cell& cell) { return face_probability(cell.logits[0], cell.logits[1]); };
  const float threshold = score(all[all.size() / 2]);
  const std::vector<Cell> some = proposed(*backend(1), levels, threshold);

  std::size_t reaching = 0;
  for (const Cell& cell : all) reaching += score(cell) >= threshold ? 1 : 0;
  ASSERT_GT(reaching, 0U);
  ASSERT_LT(reaching, all.size());
  EXPECT_EQ(some.size(), reaching);
  const auto place = [](const Cell& cell) { return std::tuple(cell.level, cell.row, cell.column); };
  for (std::size_t index = 1; index < all.size(); ++index) ASSERT_LT(place(all[index - 1]), place(all[index]));
}

TEST(ReferenceBackend, RoisDoNotDependOnEachOther) {
  const test::RgbPicture picture = test::noise(100, 80);
  const ImageView view = picture.view();
  std::vector<Roi> rois;
  for (int index = 0; index < 9; ++index) {
    rois.push_back({&view, {5.0 * index - 10, 3.0 * index, 5.0 * index + 30, 3.0 * index + 40}, {}});
  }
  std::vector<RNetOutput> refined(rois.size());
  std::vector<ONetOutput> landmarked(rois.size());
  backend(2)->refine(rois, refined);
  backend(2)->landmarks(rois, landmarked);
  for (std::size_t index = 0; index < rois.size(); ++index) {
    RNetOutput refined_alone;
    ONetOutput landmarked_alone;
    backend(1)->refine({&rois[index], 1}, {&refined_alone, 1});
    backend(1)->landmarks({&rois[index], 1}, {&landmarked_alone, 1});
    EXPECT_EQ(refined[index].logits, refined_alone.logits);
    EXPECT_EQ(refined[index].regression, refined_alone.regression);
    EXPECT_EQ(landmarked[index].logits, landmarked_alone.logits);
    EXPECT_EQ(landmarked[index].landmarks, landmarked_alone.landmarks);
  }
}

}  // namespace
}  // namespace mtcnn::reference
