#include "weights_binding.h"

#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <vector>

#include "conversions.h"
#include "model/architecture.h"
#include "model/network_weights.h"

namespace mtcnn::python {

namespace nb = nanobind;

Weights weights_of(const std::optional<nb::bytes>& safetensors, const std::string& origin) {
  if (!safetensors) return Weights::embedded();
  const auto* const bytes = static_cast<const std::uint8_t*>(safetensors->data());
  return Weights::parse({bytes, safetensors->size()}, origin);
}

void bind_weights(nb::module_& module) {
  using namespace nb::literals;
  module.def(
      "weights",
      [](const std::optional<nb::bytes>& safetensors, const std::string& origin) {
        const Weights weights = weights_of(safetensors, origin);
        nb::dict arrays;
        for (const auto& [name, shape] : architecture()) {
          arrays[name.c_str()] = array_of(weights.networks().at(name), {shape.begin(), shape.end()});
        }
        return arrays;
      },
      "safetensors"_a.none(), "origin"_a,
      nb::sig("def weights(safetensors: bytes | None, origin: str) -> dict[str, NDArray[numpy.float32]]"));
}

}  // namespace mtcnn::python
