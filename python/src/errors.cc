#include "errors.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <string>

namespace mtcnn::python {

namespace nb = nanobind;

nb::object exception_of(const Error& error) {
  const nb::object type = nb::module_::import_("mtcnn_turbo._errors").attr("Error");
  const ErrorDetails& details = error.details();
  return type(error.what(), std::string(name(error.code())), std::string(name(error.stage())), details.input,
              details.where, details.limit, details.actual);
}

}  // namespace mtcnn::python
