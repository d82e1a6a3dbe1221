#include "c_api/guard.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

#include "mtcnn/error.h"

namespace mtcnn {
namespace {

constexpr std::size_t kMostBytes = 1024;

/// A plain array, so that there is something to say when there is no memory left, and nothing to free when the thread
/// ends.
thread_local char message_of_thread[kMostBytes] = "";

bool continues_a_character(char byte) {
  constexpr unsigned kMark = 0b1100'0000;
  return (static_cast<unsigned char>(byte) & kMark) == 0b1000'0000;
}

void remember(std::string_view message) noexcept {
  std::size_t length = std::min(message.size(), kMostBytes - 1);
  if (length < message.size()) {
    while (length > 0 && continues_a_character(message[length])) --length;
  }
  std::memcpy(message_of_thread, message.data(), length);
  message_of_thread[length] = '\0';
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

const char* last_error() noexcept { return message_of_thread; }

mtcnn_status status_of_exception() noexcept {
  try {
    throw;
  } catch (const Error& error) {
    remember(error.what());
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
