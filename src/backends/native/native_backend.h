#pragma once

#include <memory>

#include "backends/backend.h"
#include "model/network_weights.h"
#include "mtcnn/info.h"

namespace mtcnn {

/// SIMD kernels for the best instruction set of the CPU, or the one that MTCNN_ISA names; needs a CPU with fused
/// multiply-adds. `threads` is the most that a call may use, 0 for one per core.
std::unique_ptr<const Backend> make_native_backend(const NetworkWeights& weights, int threads);

BackendInfo describe_native_backend();

}  // namespace mtcnn
