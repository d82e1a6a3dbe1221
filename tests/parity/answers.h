#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "support/faces.h"

namespace mtcnn::test {

/// What a peer answered on one picture.
struct Answer {
  std::filesystem::path picture;
  double min_face_size = 0;
  std::array<double, 3> thresholds{};
  double scale_factor = 0;
  std::vector<ExpectedFace> faces;
};

/// Reads an answer of tests/parity/answers/, whose picture is one that the set-up takes out of a wheel.
Answer read_committed_answer(const std::filesystem::path& file);

/// Reads an answer of golden/ in the shared folder, whose picture lies in that folder's data/.
Answer read_shared_answer(const std::filesystem::path& file, const std::filesystem::path& shared_folder);

/// The .json files of a folder, by name.
std::vector<std::filesystem::path> answer_files(const std::filesystem::path& folder);

}  // namespace mtcnn::test
