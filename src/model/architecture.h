#pragma once

#include <string>
#include <vector>

namespace mtcnn {

// The three networks of Zhang et al. (2016), "Joint Face Detection and Alignment using Multi-task Cascaded
// Convolutional Networks", with the layers' names of facenet-pytorch's files. Convolutions have no padding and a step
// of 1; each but the heads is followed by a PReLU with one slope a channel. Poolings take the maximum, and keep the
// last window of a row or column even where it is cut off.
//
//   PNet  conv1 3x3, pool 2/2, conv2 3x3, conv3 3x3 -> conv4_1 1x1 (logits), conv4_2 1x1 (regression)
//   RNet  conv1 3x3, pool 3/2, conv2 3x3, pool 3/2, conv3 2x2, dense4 -> dense5_1 (logits), dense5_2 (regression)
//   ONet  conv1 3x3, pool 3/2, conv2 3x3, pool 3/2, conv3 3x3, pool 2/2, conv4 2x2, dense5
//         -> dense6_1 (logits), dense6_2 (regression), dense6_3 (landmarks: x of all five, then y)
//
// Logits are (no face, face). The first dense layer of a network reads its map in the order (column, row, channel).

/// The side of PNet's window, and of the crops that RNet and ONet read, in pixels.
inline constexpr int kPNetWindow = 12;
inline constexpr int kRNetCrop = 24;
inline constexpr int kONetCrop = 48;

/// Pixels from one PNet cell to the next.
inline constexpr int kPNetStride = 2;

/// PNet cells along a side of a picture of so many pixels, from `kPNetWindow` on.
constexpr int cells_along(int side) {
  const int pooled = (side - 2 + 1) / 2;
  return pooled - 4;
}

/// A tensor that a weights file must hold.
struct TensorSpecification {
  std::string name;        ///< e.g. "pnet.conv1.weight"
  std::vector<int> shape;  ///< convolutions: (outputs, inputs, rows, columns); dense: (outputs, inputs)
};

/// Every tensor of the three networks, 495,850 values in all.
const std::vector<TensorSpecification>& architecture();

}  // namespace mtcnn
