#include "detector/punctual_backend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

/// Gives one cell a level, and numbers the rois that it is given.
class CountingBackend final : public Backend {
 public:
  void propose(std::span<const Level> levels, const CellRule&, std::vector<Cell>& cells) const override {
    cells.clear();
    for (std::size_t level = 0; level < levels.size(); ++level)
      cells.push_back({.level = level, .row = levels[level].width});
  }
  void refine(std::span<const Roi> rois, std::span<RNetOutput> outputs) const override { number(rois, outputs); }
  void landmarks(std::span<const Roi> rois, std::span<ONetOutput> outputs) const override { number(rois, outputs); }

 private:
  template <class Output>
  static void number(std::span<const Roi> rois, std::span<Output> outputs) {
    for (std::size_t roi = 0; roi < rois.size(); ++roi)
      outputs[roi].logits[0] = static_cast<float>(rois[roi].region.x1);
  }
};

TEST(PunctualBackend, GivesWhatTheOtherOneGives) {
  const CountingBackend counting;
  PunctualBackend backend(counting, std::numeric_limits<double>::infinity());
  std::vector<Level> levels(3);
  for (std::size_t level = 0; level < levels.size(); ++level) levels[level].width = static_cast<int>(10 * level);
  std::vector<Cell> cells(5);
  backend.propose(levels, {}, cells);
  ASSERT_EQ(cells.size(), levels.size());
  for (std::size_t level = 0; level < levels.size(); ++level) {
    EXPECT_EQ(cells[level].level, level);
    EXPECT_EQ(cells[level].row, levels[level].width);
  }

  std::vector<Roi> rois(1000);
  for (std::size_t roi = 0; roi < rois.size(); ++roi) rois[roi].region.x1 = static_cast<double>(roi);
  std::vector<RNetOutput> refined(rois.size());
  backend.refine(rois, refined);
  std::vector<ONetOutput> landmarked(rois.size());
  backend.landmarks(rois, landmarked);
  for (std::size_t roi = 0; roi < rois.size(); ++roi) {
    EXPECT_EQ(refined[roi].logits[0], static_cast<float>(roi));
    EXPECT_EQ(landmarked[roi].logits[0], static_cast<float>(roi));
  }
}

TEST(PunctualBackend, SaysWhereTheTimeWasUp) {
  const CountingBackend counting;
  PunctualBackend backend(counting, 0);
  backend.start();
  const std::vector<Level> levels(1);
  std::vector<Cell> cells;
  try {
    backend.propose(levels, {}, cells);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kDeadline);
    EXPECT_EQ(error.details().where, "PNet");
    EXPECT_EQ(error.details().limit, 0);
    EXPECT_GT(error.details().actual, 0);
  }
}

}  // namespace
}  // namespace mtcnn::test
