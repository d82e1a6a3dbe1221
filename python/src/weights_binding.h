#pragma once

#include <nanobind/nanobind.h>

#include <optional>
#include <string>

#include "mtcnn/weights.h"

namespace mtcnn::python {

/// The weights in a safetensors file's bytes, or those inside the library.
Weights weights_of(const std::optional<nanobind::bytes>& safetensors, const std::string& origin);

void bind_weights(nanobind::module_& module);

}  // namespace mtcnn::python
