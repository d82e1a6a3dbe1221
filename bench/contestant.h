#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "backends/backend.h"
#include "bench/frames.h"
#include "mtcnn/detector.h"
#include "mtcnn/face.h"

namespace mtcnn::bench {

/// How to go through the frames.
struct Settings {
  DetectorOptions options;
  int batch = 1;
  bool one_by_one = false;  ///< levels and crops, without batches
  bool half = false;        ///< float16, of the backend "onnxruntime"
  int rounds = 5;           ///< of `profile`, of which the best counts
};

/// Finds the faces of a batch of frames.
using Detect = std::function<void(std::span<const ImageView> views, std::vector<std::vector<Face>>& faces)>;

/// Answers each line "go" on standard input with one pass over the frames and one line of JSON: its seconds, the boxes
/// of the faces of each frame, and the peak of the memory beyond what was in use before the first pass.
void compete(const Frames& frames, int batch, const Detect& detect);

/// Finds faces as the settings say.
Detect make_detect(const Settings& settings);

/// The backend that the settings ask for.
std::unique_ptr<const Backend> make_backend_of(const Settings& settings);

/// One line of JSON: what the stages of a pass took with a backend, with their shares measured apart.
void profile(const Frames& frames, const Settings& settings, const Backend& backend);

}  // namespace mtcnn::bench
