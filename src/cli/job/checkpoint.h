#pragma once

#include <cstddef>
#include <cstdint>

#include "cli/summary.h"

namespace mtcnn::cli {

/// How far a job has come: the inputs before `input` are done, and of that one, a clip, the first `frames` that are
/// wanted.
struct JobPosition {
  std::size_t input = 0;
  std::size_t frames = 0;

  bool operator==(const JobPosition&) const = default;
};

/// A moment of a job from which a later run can go on.
struct Checkpoint {
  JobPosition position;
  Totals totals;
  std::uint64_t bytes = 0;     ///< of the records
  std::uint32_t checksum = 0;  ///< of these bytes, as `media::Output` has it
};

}  // namespace mtcnn::cli
