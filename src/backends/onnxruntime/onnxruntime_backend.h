#pragma once

#include <memory>
#include <string>

#include "backends/backend.h"
#include "mtcnn/detector.h"
#include "mtcnn/info.h"
#include "mtcnn/weights.h"

namespace mtcnn {

/// The networks as ONNX models, computed by ONNX Runtime. Sampled as by the other backends; what the networks give
/// differs from theirs in the last bits, because ONNX Runtime adds in another order. `half`: in float16. Throws Error
/// (stage kOptions) where ONNX Runtime or a provider is not there.
std::unique_ptr<const Backend> make_onnxruntime_backend(const Weights& weights, int threads,
                                                        const OnnxRuntimeOptions& options, bool half = false);

BackendInfo describe_onnxruntime_backend();

}  // namespace mtcnn
