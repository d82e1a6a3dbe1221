#pragma once

#include <nanobind/nanobind.h>

namespace mtcnn::python {

void bind_detector(nanobind::module_& module);
void bind_tracker(nanobind::module_& module);

}  // namespace mtcnn::python
