#include "backends/native/instruction_sets.h"

#include <hwy/targets.h>

#include <cstdlib>

#include "backends/native/networks.h"
#include "mtcnn/error.h"

namespace mtcnn::native {
namespace {

constexpr InstructionSet kInstructionSets[] = {{HWY_AVX3, "avx512"}, {HWY_AVX2, "avx2"}, {HWY_NEON, "neon"}};

std::vector<InstructionSet> those_in(std::int64_t targets) {
  std::vector<InstructionSet> sets;
  for (const InstructionSet& set : kInstructionSets) {
    if ((set.target & targets) != 0) sets.push_back(set);
  }
  return sets;
}

std::string names_of(const std::vector<InstructionSet>& sets) {
  std::string names;
  for (const InstructionSet& set : sets) names += (names.empty() ? "" : ", ") + std::string(set.name);
  return names.empty() ? "none" : names;
}

const InstructionSet* find(const std::vector<InstructionSet>& sets, std::string_view name) {
  for (const InstructionSet& set : sets) {
    if (set.name == name) return &set;
  }
  return nullptr;
}

}  // namespace

std::vector<InstructionSet> compiled_instruction_sets() { return those_in(compiled_targets()); }

std::vector<InstructionSet> available_instruction_sets() {
  return those_in(compiled_targets() & hwy::SupportedTargets());
}

InstructionSet active_instruction_set() {
  const std::vector<InstructionSet> available = available_instruction_sets();
  const char* const name = std::getenv("MTCNN_ISA");  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  if (name == nullptr || *name == '\0') return available.empty() ? InstructionSet{} : available.front();
  if (const InstructionSet* const set = find(available, name)) return *set;

  const std::vector<InstructionSet> compiled = compiled_instruction_sets();
  const std::string asked = "MTCNN_ISA asks for the instruction set \"" + std::string(name) + "\", ";
  if (find(compiled, name) != nullptr) {
    throw Error(ErrorCode::kUnsupported, ErrorStage::kOptions,
                asked + "which this CPU lacks; it has: " + names_of(available));
  }
  throw Error(ErrorCode::kNotFound, ErrorStage::kOptions,
              asked + "which is not compiled in; there are: " + names_of(compiled));
}

InstructionSet required_instruction_set(std::string_view backend) {
  const InstructionSet set = active_instruction_set();
  if (set.target == 0) {
    throw Error(ErrorCode::kUnsupported, ErrorStage::kOptions,
                "the backend \"" + std::string(backend) +
                    "\" needs a CPU with AVX2 and FMA, or with NEON; \"reference\" runs on any");
  }
  return set;
}

}  // namespace mtcnn::native
