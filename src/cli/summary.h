#pragma once

#include <cstddef>
#include <string>

namespace mtcnn::cli {

/// What a job came to.
struct Totals {
  std::size_t frames = 0;  ///< looked at, partial ones among them
  std::size_t frames_without_face = 0;
  std::size_t faces = 0;
  std::size_t partial = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;  ///< files in folders that are neither pictures nor clips

  // Of the clips that are damaged
  std::size_t damaged_clips = 0;
  std::size_t expected_frames = 0;  ///< as far as the clips tell
  std::size_t decoded_frames = 0;
  std::size_t corrupt_frames = 0;  ///< decoded in part, or not at all
};

/// "12 frames, 31 faces, 18.4 frames/s, 1 error"; what is zero beyond frames and faces is left out.
std::string summary_line(const Totals& totals, double seconds);

/// "3 of 12 frames had no face, and so have no row"
std::string frames_without_row_line(const Totals& totals);

}  // namespace mtcnn::cli
