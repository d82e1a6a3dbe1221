#pragma once

#include <memory>

#include "backends/backend.h"
#include "backends/native/networks.h"

namespace mtcnn::native {

/// Shares the levels and rois of a call out over threads, in bands and batches that each are computed on one of them.
/// `threads` is the most that a call may use, 0 for one per core.
std::unique_ptr<const Backend> make_scheduled_backend(std::unique_ptr<const Networks> networks, int threads);

}  // namespace mtcnn::native
