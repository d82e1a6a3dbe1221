#include "backends/native/native_backend.h"

#include "backends/native/instruction_sets.h"
#include "backends/native/networks.h"
#include "backends/native/scheduled_backend.h"
#include "mtcnn/error.h"

namespace mtcnn {

std::unique_ptr<const Backend> make_native_backend(const NetworkWeights& weights, int threads) {
  const native::InstructionSet set = native::required_instruction_set("native");
  return native::make_scheduled_backend(native::make_networks(set.target, weights), threads);
}

BackendInfo describe_native_backend() {
  BackendInfo info{.name = "native", .compiled = {}, .available = {}, .active = {}};
  for (const auto& set : native::compiled_instruction_sets()) info.compiled.emplace_back(set.name);
  for (const auto& set : native::available_instruction_sets()) info.available.emplace_back(set.name);
  try {
    info.active = native::active_instruction_set().name;
  } catch (const Error&) {
    info.active = "none";  // what MTCNN_ISA asks for; whoever makes the backend is told
  }
  return info;
}

}  // namespace mtcnn
