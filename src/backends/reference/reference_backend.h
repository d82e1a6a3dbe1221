#pragma once

#include <memory>

#include "backends/backend.h"
#include "model/network_weights.h"
#include "mtcnn/info.h"

namespace mtcnn {

/// The oracle: plain loops in the documented order, that nobody should need to doubt.
std::unique_ptr<const Backend> make_reference_backend(const NetworkWeights& weights, int threads);

BackendInfo describe_reference_backend();

}  // namespace mtcnn
