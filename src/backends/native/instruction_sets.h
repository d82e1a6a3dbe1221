#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mtcnn::native {

/// An instruction set for which the kernels may be compiled.
struct InstructionSet {
  std::int64_t target = 0;  ///< Highway's bit
  std::string_view name;    ///< as MTCNN_ISA names it
};

/// Those that are compiled in, the best first.
std::vector<InstructionSet> compiled_instruction_sets();

/// Those of them that this CPU has, the best first.
std::vector<InstructionSet> available_instruction_sets();

/// The one to use: the one that the environment variable MTCNN_ISA names, or else the best available; a target of 0
/// where the CPU has none of them. Throws Error (stage kOptions) for a name that is unknown (kNotFound) or that this
/// CPU lacks (kUnsupported).
InstructionSet active_instruction_set();

/// The same for a backend, by its name, that cannot do without: throws Error (kUnsupported, stage kOptions) where the
/// CPU has none of them.
InstructionSet required_instruction_set(std::string_view backend);

}  // namespace mtcnn::native
