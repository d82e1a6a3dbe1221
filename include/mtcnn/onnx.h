#pragma once

#include <cstdint>
#include <string>

#include "mtcnn/export.h"
#include "mtcnn/weights.h"

namespace mtcnn {

/// The three networks, in the order of the cascade.
enum class Network : std::uint8_t { kPNet, kRNet, kONet };

/// How a network is written down as an ONNX model.
struct OnnxOptions {
  /// The output "probabilities", of which the second is that of a face, instead of "logits".
  bool softmax = false;

  /// Computed in float16, with weights of half the size. Input and output stay float32.
  bool half = false;
};

/// A network as the bytes of an ONNX model, opset 21.
///
/// Input: "input", float32 (batch, 3, height, width): planes of red, green and blue, (value - 127.5) / 128. PNet takes
/// any height and width from 12 on, RNet 24x24, ONet 48x48; all take any batch.
/// Output: "logits" (no face, face) or "probabilities"; "regression", the moves of the left, upper, right and lower
/// edge in sides of the window; of ONet "landmarks", x of all five and then y, in sides of the box. Those of PNet are
/// maps, (batch, channels, rows, columns), a cell for every second pixel; those of the others (batch, channels).
MTCNN_API std::string onnx_model(const Weights& weights, Network network, const OnnxOptions& options = {});

}  // namespace mtcnn
