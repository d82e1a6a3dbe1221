#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "backends/native/instruction_sets.h"

namespace mtcnn::native {

/// A test that runs once for each instruction set that is compiled in, and is skipped where the CPU lacks it.
class EveryInstructionSet : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    for (const InstructionSet& set : available_instruction_sets()) {
      if (set.name != GetParam()) continue;
      setenv("MTCNN_ISA", GetParam().c_str(), 1);
      return;
    }
    GTEST_SKIP() << "this CPU has no " << GetParam();
  }
  void TearDown() override { unsetenv("MTCNN_ISA"); }
};

inline std::vector<std::string> names_of_compiled_instruction_sets() {
  std::vector<std::string> names;
  for (const InstructionSet& set : compiled_instruction_sets()) names.emplace_back(set.name);
  return names;
}

inline std::string name_of(const testing::TestParamInfo<std::string>& info) { return info.param; }

}  // namespace mtcnn::native
