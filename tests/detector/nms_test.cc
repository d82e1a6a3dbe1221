#include "detector/nms.h"

#include <gtest/gtest.h>

#include <string>

namespace mtcnn::test {
namespace {

struct Named {
  Box<double> box;
  float score = 0;
  char name = ' ';
};

std::string standing(const std::vector<Named>& candidates, const NmsRule& rule) {
  std::string names;
  for (const Named& candidate : suppressed(candidates, rule)) names += candidate.name;
  return names;
}

TEST(Nms, OfNothingIsNothing) { EXPECT_EQ(standing({}, {}), ""); }

TEST(Nms, KeepsTheHighestScoreOfBoxesThatOverlap) {
  const std::vector<Named> candidates = {
      {{0, 0, 10, 10}, 0.7F, 'a'}, {{0, 0, 10, 9}, 0.9F, 'b'}, {{20, 0, 30, 10}, 0.8F, 'c'}};
  EXPECT_EQ(standing(candidates, {.threshold = 0.5}), "bc");
}

TEST(Nms, OverlapEqualToTheThresholdIsAllowed) {
  const std::vector<Named> candidates = {{{0, 0, 10, 10}, 0.9F, 'a'}, {{0, 0, 10, 5}, 0.8F, 'b'}};
  EXPECT_EQ(standing(candidates, {.threshold = 0.5}), "ab");
  EXPECT_EQ(standing(candidates, {.threshold = 0.49}), "a");
}

TEST(Nms, OverlapIsOverTheUnionOrOverTheSmallerBox) {
  const std::vector<Named> candidates = {{{0, 0, 10, 10}, 0.9F, 'a'}, {{0, 0, 4, 4}, 0.8F, 'b'}};
  EXPECT_EQ(standing(candidates, {.threshold = 0.7, .overlap = Overlap::kUnion}), "ab");
  EXPECT_EQ(standing(candidates, {.threshold = 0.7, .overlap = Overlap::kSmaller}), "a");
}

TEST(Nms, SidePlusCountsEdgesAsPixels) {
  const Box<double> a{0, 0, 9, 9};
  const Box<double> b{5, 0, 14, 9};
  EXPECT_DOUBLE_EQ(overlap(a, b, {.side_plus = 0}), 36.0 / (81 + 81 - 36));
  EXPECT_DOUBLE_EQ(overlap(a, b, {.side_plus = 1}), 50.0 / (100 + 100 - 50));
  EXPECT_EQ(overlap(a, Box<double>{30, 30, 39, 39}, {}), 0);
}

TEST(Nms, TiesGoToTheEarlierOrToTheLater) {
  const std::vector<Named> candidates = {{{0, 0, 10, 10}, 0.9F, 'a'}, {{0, 0, 10, 10}, 0.9F, 'b'}};
  EXPECT_EQ(standing(candidates, {.ties = Ties::kEarlierFirst}), "a");
  EXPECT_EQ(standing(candidates, {.ties = Ties::kLaterFirst}), "b");
}

TEST(Nms, OnlyAGreedyOneSparesWhatFallsToTheFallen) {
  // b falls to a; c overlaps b, and not a.
  const std::vector<Named> chain = {
      {{0, 0, 10, 10}, 0.9F, 'a'}, {{3, 0, 13, 10}, 0.8F, 'b'}, {{6, 0, 16, 10}, 0.7F, 'c'}};
  EXPECT_EQ(standing(chain, {.threshold = 0.5, .greedy = true}), "ac");
  EXPECT_EQ(standing(chain, {.threshold = 0.5, .greedy = false}), "a");
}

TEST(Nms, BoxesWithoutAnAreaStand) {
  const std::vector<Named> candidates = {{{5, 5, 5, 5}, 0.9F, 'a'}, {{5, 5, 5, 5}, 0.8F, 'b'}};
  EXPECT_EQ(standing(candidates, {}), "ab");
}

}  // namespace
}  // namespace mtcnn::test
