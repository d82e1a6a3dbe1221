#include "mtcnn/error.h"

#include <utility>

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
    case ErrorCode::kOutOfMemory:
      return "out_of_memory";
    case ErrorCode::kDeadline:
      return "deadline";
    case ErrorCode::kInternal:
      return "internal";
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

Error::Error(ErrorCode code, ErrorStage stage, const std::string& message, ErrorDetails details)
    : std::runtime_error(message),
      code_(code),
      stage_(stage),
      details_(std::make_shared<const ErrorDetails>(std::move(details))) {}

Error Error::of(const std::string& input) const {
  ErrorDetails details = *details_;
  details.input = input;
  return {code_, stage_, input + ": " + what(), std::move(details)};
}

}  // namespace mtcnn
