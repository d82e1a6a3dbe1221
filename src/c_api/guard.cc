#include "c_api/guard.h"

#include <algorithm>
#include <limits>
#include <new>
#include <string>
#include <string_view>

#include "mtcnn/error.h"

namespace mtcnn {
namespace {

/// Plain arrays, so that there is something to say when there is no memory left, and nothing to free when the thread
/// ends.
struct LastError {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

  char message[1024] = "";
  char input[512] = "";
  char where[128] = "";
  ErrorStage stage = ErrorStage::kOptions;
  double limit = kUnknown;
  double actual = kUnknown;
};

thread_local LastError error_of_thread;

bool continues_a_character(char byte) {
  constexpr unsigned kMark = 0b1100'0000;
  return (static_cast<unsigned char>(byte) & kMark) == 0b1000'0000;
}

template <std::size_t kBytes>
void copy(std::string_view text, char (&target)[kBytes]) {
  std::size_t length = std::min(text.size(), kBytes - 1);
  if (length < text.size()) {
    while (length > 0 && continues_a_character(text[length])) --length;
  }
  target[text.copy(target, length)] = '\0';
}

void remember(std::string_view message, ErrorStage stage = ErrorStage::kDetect, const ErrorDetails& details = {}) {
  copy(message, error_of_thread.message);
  copy(details.input, error_of_thread.input);
  copy(details.where, error_of_thread.where);
  error_of_thread.stage = stage;
  error_of_thread.limit = details.limit.value_or(LastError::kUnknown);
  error_of_thread.actual = details.actual.value_or(LastError::kUnknown);
}

mtcnn_status status(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return MTCNN_ERROR_INVALID_ARGUMENT;
    case ErrorCode::kNotFound:
      return MTCNN_ERROR_NOT_FOUND;
    case ErrorCode::kUnreadable:
      return MTCNN_ERROR_UNREADABLE;
    case ErrorCode::kEmpty:
      return MTCNN_ERROR_EMPTY;
    case ErrorCode::kUnsupported:
      return MTCNN_ERROR_UNSUPPORTED;
    case ErrorCode::kCorrupt:
      return MTCNN_ERROR_CORRUPT;
    case ErrorCode::kLimit:
      return MTCNN_ERROR_LIMIT;
    case ErrorCode::kUnwritable:
      return MTCNN_ERROR_UNWRITABLE;
    case ErrorCode::kOutOfMemory:
      return MTCNN_ERROR_OUT_OF_MEMORY;
    case ErrorCode::kDeadline:
      return MTCNN_ERROR_DEADLINE;
    case ErrorCode::kInternal:
      return MTCNN_ERROR_INTERNAL;
  }
  return MTCNN_ERROR_INTERNAL;
}

}  // namespace

const char* last_error() noexcept { return error_of_thread.message; }

mtcnn_error_details last_error_details() noexcept {
  // The name of a stage is a literal, which ends with a zero.
  const char* const stage = error_of_thread.message[0] != '\0' ? name(error_of_thread.stage).data() : "";
  return {.stage = stage,
          .input = error_of_thread.input,
          .where = error_of_thread.where,
          .limit = error_of_thread.limit,
          .actual = error_of_thread.actual};
}

mtcnn_status status_of_exception() noexcept {
  try {
    throw;
  } catch (const Error& error) {
    remember(error.what(), error.stage(), error.details());
    return status(error.code());
  } catch (const std::bad_alloc&) {
    remember("there is not enough memory");
    return MTCNN_ERROR_OUT_OF_MEMORY;
  } catch (const std::exception& exception) {
    remember(exception.what());
  } catch (...) {
    remember("something that is no exception was thrown");
  }
  return MTCNN_ERROR_INTERNAL;
}

void refuse_null(const char* name) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, std::string(name) + " is NULL");
}

}  // namespace mtcnn
