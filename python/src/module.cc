#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <exception>
#include <string>
#include <utility>

#include "detector_binding.h"
#include "errors.h"
#include "image_binding.h"
#include "mtcnn/info.h"
#include "weights_binding.h"

namespace mtcnn::python {
namespace {

namespace nb = nanobind;

void translate(const std::exception_ptr& thrown, void* /*unused*/) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    const nb::object raised = exception_of(error);
    PyErr_SetObject(raised.type().ptr(), raised.ptr());
  }
}

nb::dict describe(const BackendInfo& backend) {
  nb::dict description;
  description["name"] = backend.name;
  description["compiled"] = backend.compiled;
  description["available"] = backend.available;
  description["active"] = backend.active;
  return description;
}

}  // namespace

NB_MODULE(_core, module) {
  using namespace nb::literals;
  nb::register_exception_translator(translate);
  module.def("version", &version);
  module.def(
      "recipes",
      [] {
        nb::dict names;
        for (const RecipeInfo& recipe : recipes()) names[recipe.name.c_str()] = recipe.answers_as;
        return names;
      },
      nb::sig("def recipes() -> dict[str, str]"));
  module.def(
      "backends",
      [] {
        nb::list descriptions;
        for (const BackendInfo& backend : backends()) descriptions.append(describe(backend));
        return descriptions;
      },
      nb::sig("def backends() -> list[dict[str, str | list[str]]]"));
  module.def(
      "onnxruntime_info",
      [](const std::string& library) {
        const OnnxRuntimeInfo info = onnxruntime_info(library);
        return std::pair(info.version, info.providers);
      },
      "library"_a);
  bind_image(module);
  bind_detector(module);
  bind_tracker(module);
  bind_weights(module);
}

}  // namespace mtcnn::python
