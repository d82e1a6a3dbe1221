#include "mtcnn/error.h"

namespace mtcnn {

std::string_view name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "invalid_argument";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kUnreadable:
      return "unreadable";
    case ErrorCode::kEmpty:
      return "empty";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kCorrupt:
      return "corrupt";
    case ErrorCode::kLimit:
      return "limit";
    case ErrorCode::kUnwritable:
      return "unwritable";
  }
  return "unknown";
}

std::string_view name(ErrorStage stage) {
  switch (stage) {
    case ErrorStage::kOptions:
      return "options";
    case ErrorStage::kWeights:
      return "weights";
    case ErrorStage::kRead:
      return "read";
    case ErrorStage::kDecode:
      return "decode";
    case ErrorStage::kDetect:
      return "detect";
    case ErrorStage::kWrite:
      return "write";
  }
  return "unknown";
}

}  // namespace mtcnn
