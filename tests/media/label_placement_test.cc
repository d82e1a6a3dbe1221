#include "media/label_placement.h"

#include <gtest/gtest.h>

#include <random>

namespace mtcnn::test {
namespace {

using media::LabelledBox;
using media::place_labels;
using media::Rectangle;

constexpr double kWidth = 640;
constexpr double kHeight = 480;

bool overlap(const Rectangle& a, const Rectangle& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

Rectangle place_one(const Rectangle& box) {
  const LabelledBox labelled{box, 50, 20};
  return place_labels({&labelled, 1}, kWidth, kHeight).front();
}

TEST(LabelPlacement, IsAboveTheBoxWhereThereIsRoom) {
  const Rectangle label = place_one({100, 100, 80, 80});
  EXPECT_EQ(label.x, 100);
  EXPECT_EQ(label.y, 80);
  EXPECT_EQ(label.width, 50);
  EXPECT_EQ(label.height, 20);
}

TEST(LabelPlacement, IsBelowTheBoxAtTheUpperEdge) {
  const Rectangle label = place_one({100, 5, 80, 80});
  EXPECT_EQ(label.x, 100);
  EXPECT_EQ(label.y, 85);
}

TEST(LabelPlacement, IsBesideABoxAsHighAsThePicture) {
  const Rectangle box{100, 0, 80, kHeight};
  EXPECT_FALSE(overlap(place_one(box), box));
}

TEST(LabelPlacement, StaysInsideThePicture) {
  std::mt19937 random(3);
  const auto between = [&](int lowest, int highest) {
    return std::uniform_int_distribution<int>(lowest, highest)(random);
  };
  for (int trial = 0; trial < 1000; ++trial) {
    const Rectangle box{double(between(-300, 700)), double(between(-300, 500)), double(between(1, 900)),
                        double(between(1, 900))};
    const Rectangle label = place_one(box);
    EXPECT_GE(label.x, 0);
    EXPECT_GE(label.y, 0);
    EXPECT_LE(label.x + label.width, kWidth);
    EXPECT_LE(label.y + label.height, kHeight);
  }
}

TEST(LabelPlacement, LabelLargerThanThePictureBeginsAtItsEdge) {
  const LabelledBox labelled{{2, 2, 5, 5}, 50, 20};
  const Rectangle label = place_labels({&labelled, 1}, 10, 10).front();
  EXPECT_EQ(label.x, 0);
  EXPECT_EQ(label.y, 0);
}

TEST(LabelPlacement, CoversNeitherBoxesNorLabelsWhereThatCanBe) {
  // Two faces side by side and one right above the left of them: above is taken.
  const std::vector<LabelledBox> boxes = {
      {{100, 200, 80, 80}, 50, 20}, {{185, 200, 80, 80}, 50, 20}, {{100, 110, 80, 80}, 50, 20}};
  const std::vector<Rectangle> labels = place_labels(boxes, kWidth, kHeight);
  for (std::size_t label = 0; label < labels.size(); ++label) {
    for (std::size_t other = 0; other < labels.size(); ++other) {
      EXPECT_FALSE(overlap(labels[label], boxes[other].box)) << label << " over the box " << other;
      EXPECT_FALSE(other != label && overlap(labels[label], labels[other])) << label << " over the label " << other;
    }
  }
}

TEST(LabelPlacement, RatherCoversAFaceThanALabel) {
  // Two faces that fill the picture: their labels cannot but be on them.
  const std::vector<LabelledBox> boxes = {{{0, 0, kWidth, kHeight}, 50, 20}, {{0, 0, kWidth, kHeight}, 50, 20}};
  const std::vector<Rectangle> labels = place_labels(boxes, kWidth, kHeight);
  EXPECT_FALSE(overlap(labels[0], labels[1]));
}

TEST(LabelPlacement, OfNoneIsNone) { EXPECT_TRUE(place_labels({}, kWidth, kHeight).empty()); }

}  // namespace
}  // namespace mtcnn::test
