#pragma once

#include "mtcnn/mtcnn.h"

namespace mtcnn {

/// The sentence that `mtcnn_last_error` returns to this thread.
const char* last_error() noexcept;

/// What `mtcnn_last_error_details` returns to this thread.
mtcnn_error_details last_error_details() noexcept;

/// The status of the exception that is being handled; its sentence becomes the thread's last error.
mtcnn_status status_of_exception() noexcept;

/// Does the work of a function of C: no exception leaves it.
template <class Work>
mtcnn_status guarded(const Work& work) noexcept {
  try {
    work();
    return MTCNN_OK;
  } catch (...) {
    return status_of_exception();
  }
}

/// Throws Error (kInvalidArgument, stage kOptions) that names the argument.
[[noreturn]] void refuse_null(const char* name);

/// The same where the argument is NULL.
template <class Argument>
void require(const Argument* argument, const char* name) {
  if (argument == nullptr) refuse_null(name);
}

}  // namespace mtcnn
