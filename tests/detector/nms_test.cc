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

std::string standing(std::vector<Named> candidates, const NmsRule& rule) {
  Suppression<double, Named> suppress;
  suppress(candidates, rule);
  std::string names;
  for (const Named& candidate : candidates) names += candidate.name;
  return names;
}

double overlap_of(const Box<double>& a, const Box<double>& b, const NmsRule& rule) {
  return overlap(shared_area(a, b, rule), area(a, rule), area(b, rule), rule);
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
  EXPECT_DOUBLE_EQ(overlap_of(a, b, {.side_plus = 0}), 36.0 / (81 + 81 - 36));
  EXPECT_DOUBLE_EQ(overlap_of(a, b, {.side_plus = 1}), 50.0 / (100 + 100 - 50));
  EXPECT_EQ(overlap_of(a, {30, 30, 39, 39}, {}), 0);
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

TEST(Nms, MayBeUsedAgain) {
  Suppression<double, Named> suppress;
  std::vector<Named> many = {{{0, 0, 10, 10}, 0.9F, 'a'}, {{0, 0, 10, 10}, 0.8F, 'b'}, {{0, 0, 10, 10}, 0.7F, 'c'}};
  suppress(many, {});
  EXPECT_EQ(many.size(), 1U);
  std::vector<Named> few = {{{0, 0, 10, 10}, 0.1F, 'd'}, {{20, 0, 30, 10}, 0.2F, 'e'}};
  suppress(few, {});
  ASSERT_EQ(few.size(), 2U);
  EXPECT_EQ(few[0].name, 'e');
}

TEST(Nms, BoxesWithoutAnAreaStand) {
  const std::vector<Named> candidates = {{{5, 5, 5, 5}, 0.9F, 'a'}, {{5, 5, 5, 5}, 0.8F, 'b'}};
  EXPECT_EQ(standing(candidates, {}), "ab");
}

}  // namespace
}  // namespace mtcnn::test
