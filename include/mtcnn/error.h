#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "mtcnn/export.h"

namespace mtcnn {

/// What kind of thing went wrong. `name` gives the word that records and the command line print.
enum class ErrorCode {
  kInvalidArgument,  ///< an option or a view that makes no sense
  kNotFound,         ///< no such file, recipe or backend
  kUnreadable,       ///< the file is there, and reading it failed
  kEmpty,            ///< no bytes at all
  kUnsupported,      ///< a format that is not read
  kCorrupt,          ///< bytes that are not what their format says
  kLimit,            ///< larger than allowed
  kUnwritable,       ///< output that could not be written
};

/// Where it went wrong.
enum class ErrorStage {
  kOptions,
  kWeights,
  kRead,
  kDecode,
  kDetect,
  kWrite,
};

/// "invalid_argument", "not_found", ...
MTCNN_API std::string_view name(ErrorCode code);

/// "options", "weights", ...
MTCNN_API std::string_view name(ErrorStage stage);

/// Every error that mtcnn throws on purpose. `what()` is a sentence for people that says what was wrong with what.
class MTCNN_API Error : public std::runtime_error {
 public:
  Error(ErrorCode code, ErrorStage stage, const std::string& message)
      : std::runtime_error(message), code_(code), stage_(stage) {}

  ErrorCode code() const noexcept { return code_; }
  ErrorStage stage() const noexcept { return stage_; }

 private:
  ErrorCode code_;
  ErrorStage stage_;
};

}  // namespace mtcnn
