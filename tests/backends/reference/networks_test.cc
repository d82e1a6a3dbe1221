// The networks' tensors against those of facenet-pytorch 2.6.0 (torch 2.15.0, CPU) for the same input.

#include "backends/reference/networks.h"

#include <gtest/gtest.h>

#include <span>

#include "mtcnn/weights.h"

namespace mtcnn::reference {
namespace {

/// A pattern that any language can make: value (7 row + 13 column + 29 channel + row * column mod 11) mod 256.
Map input(int side) {
  Map map(side, side, 3);
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      for (int channel = 0; channel < 3; ++channel) {
        const int value = (7 * row + 13 * column + 29 * channel + row * column % 11) % 256;
        map.at(row, column)[channel] = (static_cast<float>(value) - 127.5F) * 0.0078125F;
      }
    }
  }
  return map;
}

void expect_near(std::span<const float> values, const std::vector<float>& expected) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t index = 0; index < expected.size(); ++index) {
    EXPECT_NEAR(values[index], expected[index], 1e-5) << "value " << index;
  }
}

TEST(Networks, PNetAnswersAsThePeers) {
  // 13 pixels: the last pooling window of each row and column is cut off, and counts.
  const PNet::Output output = PNet(Weights::embedded().networks())(input(13));
  ASSERT_EQ(output.logits.rows, 2);
  ASSERT_EQ(output.logits.columns, 2);
  expect_near(output.logits.values, {0.6881983F, -0.0371076F, 1.5089378F, -0.8918299F,  //
                                     1.1032605F, -0.5269217F, 1.6199178F, -1.3574696F});
  expect_near(output.regression.values, {0.0484494F, 0.0291117F, -0.0672291F, 0.1202413F,  //
                                         0.0473270F, 0.0606929F, -0.0944162F, 0.1329943F,  //
                                         0.0700748F, 0.0147100F, -0.0715551F, 0.1040556F,  //
                                         0.0304800F, 0.0188373F, -0.0992166F, 0.1272194F});
}

TEST(Networks, RNetAnswersAsThePeers) {
  const RNetOutput output = RNet(Weights::embedded().networks())(input(24));
  expect_near(output.logits, {1.6854976F, -1.6844531F});
  expect_near(output.regression, {0.0394239F, 0.0641320F, -0.1490220F, 0.2263225F});
}

TEST(Networks, ONetAnswersAsThePeers) {
  const ONetOutput output = ONet(Weights::embedded().networks())(input(48));
  expect_near(output.logits, {5.2299619F, -5.2251334F});
  expect_near(output.regression, {0.0508967F, -0.2042773F, -0.0487202F, -0.0330428F});
  expect_near(output.landmarks, {0.4341576F, 0.7013432F, 0.4265665F, 0.1759211F, 0.3748457F,  //
                                 0.1981473F, 0.3080978F, 0.5536218F, 0.5990969F, 0.7187715F});
}

}  // namespace
}  // namespace mtcnn::reference
