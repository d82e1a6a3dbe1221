#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace mtcnn::cli {

/// What a job came to.
struct Totals {
  std::size_t frames = 0;  ///< looked at, partial ones among them
  std::size_t frames_without_face = 0;
  std::size_t faces = 0;
  std::size_t partial = 0;
  std::size_t errors = 0;
  std::size_t failed_records = 0;  ///< those of the errors that stand in a record
  std::size_t records() const { return frames + failed_records; }

  std::size_t skipped = 0;  ///< files in folders that are neither pictures nor clips

  std::size_t dropped_frames = 0;  ///< of live streams, which came while others were searched

  // Of the clips that are damaged
  std::size_t damaged_clips = 0;
  std::size_t expected_frames = 0;  ///< as far as the clips tell
  std::size_t decoded_frames = 0;
  std::size_t corrupt_frames = 0;  ///< decoded in part, or not at all
};

/// "12 frames, 31 faces, 18.4 frames/s, 1 error"; what is zero beyond frames and faces is left out.
/// `seconds` is how long it took, but for the first `earlier_frames`.
std::string summary_line(const Totals& totals, double seconds, std::size_t earlier_frames = 0);

/// What went wrong in a job of many inputs, a sentence a line, which may have scrolled away since: "2 problems:", and
/// below it the sentences, or so many of them as one can look over.
std::vector<std::string> trouble_lines(std::span<const std::string> troubles);

/// "3 of 12 frames had no face, and so have no row"
std::string frames_without_row_line(const Totals& totals);

}  // namespace mtcnn::cli
