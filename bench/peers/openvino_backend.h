#pragma once

#include <memory>
#include <string>

#include "backends/backend.h"
#include "mtcnn/weights.h"

namespace mtcnn::bench {

/// The three networks, as the ONNX models that this project exports, through OpenVINO, at the settings that suit it
/// best: one stream, latency first, a compiled model for each size of level, the crops of a call in one batch. Sampling
/// is that of the native backend. `precision`: "f32" or "bf16".
std::unique_ptr<const Backend> make_openvino_backend(const Weights& weights, int threads, const std::string& precision);

}  // namespace mtcnn::bench
