#pragma once

#include <functional>
#include <span>
#include <vector>

#include "bench/frames.h"
#include "mtcnn/detector.h"
#include "mtcnn/face.h"

namespace mtcnn::bench {

/// How to go through the frames.
struct Settings {
  DetectorOptions options;
  int batch = 1;
};

/// Finds the faces of a batch of frames.
using Detect = std::function<void(std::span<const ImageView> views, std::vector<std::vector<Face>>& faces)>;

/// Answers each line "go" on standard input with one pass over the frames and one line of JSON: its seconds, the boxes
/// of the faces of each frame, and the peak of the memory beyond what was in use before the first pass.
void compete(const Frames& frames, int batch, const Detect& detect);

/// One line of JSON: what the stages of a pass took, with their shares measured apart.
void profile(const Frames& frames, const Settings& settings);

}  // namespace mtcnn::bench
