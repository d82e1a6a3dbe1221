#pragma once

#include <string>

#include "mtcnn/error.h"

namespace mtcnn::media {

/// What a picture or clip is refused with where the system gives no memory to decode it.
inline Error not_enough_memory(const std::string& what, const std::string& name) {
  return Error(ErrorCode::kOutOfMemory, ErrorStage::kDecode, "there is not enough memory for this " + what).of(name);
}

}  // namespace mtcnn::media
