#include "tracking/motion.h"

#include <gtest/gtest.h>

namespace mtcnn::test {
namespace {

using tracking::BoxMotion;

TEST(BoxMotion, StaysWhereNothingMoves) {
  const BoundingBox box{10, 20, 30, 40};
  BoxMotion motion(box);
  for (int frame = 0; frame < 10; ++frame) {
    const BoundingBox predicted = motion.predict();
    EXPECT_NEAR(predicted.x, box.x, 1e-3);
    EXPECT_NEAR(predicted.y, box.y, 1e-3);
    EXPECT_NEAR(predicted.width, box.width, 1e-3);
    EXPECT_NEAR(predicted.height, box.height, 1e-3);
    motion.update(box);
  }
}

TEST(BoxMotion, GoesOnAtTheRateThatItSaw) {
  BoundingBox box{10, 20, 30, 40};
  BoxMotion motion(box);
  for (int frame = 0; frame < 20; ++frame) {
    motion.predict();
    box.x += 4;
    box.y -= 2;
    motion.update(box);
  }
  for (int hidden = 1; hidden <= 5; ++hidden) {
    const BoundingBox predicted = motion.predict();
    EXPECT_NEAR(predicted.x, box.x + 4 * hidden, 0.5);
    EXPECT_NEAR(predicted.y, box.y - 2 * hidden, 0.5);
  }
}

TEST(BoxMotion, NeverShrinksBelowNothing) {
  BoxMotion motion({0, 0, 40, 40});
  motion.predict();
  motion.update({10, 10, 20, 20});
  motion.predict();
  motion.update({17, 17, 6, 6});
  for (int hidden = 0; hidden < 20; ++hidden) EXPECT_GT(motion.predict().width, 0);
}

}  // namespace
}  // namespace mtcnn::test
