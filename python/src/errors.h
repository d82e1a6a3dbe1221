#pragma once

#include <nanobind/nanobind.h>

#include "mtcnn/error.h"

namespace mtcnn::python {

/// The package's own exception, `mtcnn_turbo.Error`, with all that is known of the error.
nanobind::object exception_of(const Error& error);

}  // namespace mtcnn::python
