#pragma once

#include <memory>
#include <optional>
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
  kOutOfMemory,      ///< the system gave no memory for it
  kDeadline,         ///< not done in the time that it was given
  kInternal,         ///< a mistake in mtcnn-turbo
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

/// What programs can know of an error beyond its code and stage, as far as it is known.
struct ErrorDetails {
  std::string input = {};             ///< what was refused: a path or URL, "image 3" of a call, "--threads"
  std::string where = {};             ///< the place in it, such as "frame 12"; empty where it is all of it
  std::optional<double> limit = {};   ///< what is allowed, in the unit of the sentence: bytes, pixels, seconds
  std::optional<double> actual = {};  ///< what was there
};

/// Every error that mtcnn throws on purpose. `what()` is a sentence for people that says what was wrong with what;
/// docs/errors.md lists the codes with what to do about them.
class MTCNN_API Error : public std::runtime_error {
 public:
  Error(ErrorCode code, ErrorStage stage, const std::string& message, ErrorDetails details = {});

  ErrorCode code() const noexcept { return code_; }
  ErrorStage stage() const noexcept { return stage_; }
  const ErrorDetails& details() const noexcept { return *details_; }

  /// The same error with the name of what was refused in front of its sentence and in its details.
  Error of(const std::string& input) const;

 private:
  ErrorCode code_;
  ErrorStage stage_;
  std::shared_ptr<const ErrorDetails> details_;  ///< shared, because copying an exception must not throw one
};

}  // namespace mtcnn
