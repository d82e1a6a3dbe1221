#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mtcnn/error.h"
#include "mtcnn/export.h"
#include "mtcnn/face.h"
#include "mtcnn/image_view.h"
#include "mtcnn/weights.h"

namespace mtcnn {

/// What the backend "onnxruntime" needs.
struct OnnxRuntimeOptions {
  /// The file of ONNX Runtime's library, as its Python wheels have it; the system is asked for one where it is empty.
  std::string library;

  /// Execution providers in the order of preference, such as "cuda"; `onnxruntime_info` gives those that there are.
  /// What none of them can compute the CPU does.
  std::vector<std::string> providers = {"cpu"};
};

/// What to look for, and how. The defaults are those of pymtcnn.
struct DetectorOptions {
  /// Side of the smallest face that is looked for, in pixels, at least 1; half the side costs four times the work.
  double min_face_size = 60;

  /// The largest window that is searched for a face, in pixels; none larger where it is not given. A box may come out
  /// somewhat larger or smaller than the window that it was found in.
  std::optional<double> max_face_size = {};

  /// The score, from 0 to 1, that a candidate must reach in the first, second and third network.
  std::array<double, 3> thresholds = {0.6, 0.7, 0.7};

  /// Ratio of one level of the image pyramid to the one before it, between 0 and 1.
  double scale_factor = 0.709;

  /// Only the faces with the highest scores, at most so many a frame; all of them where it is not given.
  std::optional<int> max_faces = {};

  /// Of a frame only so many windows, those with the highest scores in the first network, go on to the second: what
  /// bounds the time and memory of noise at low thresholds, and what photographs do not come near. From 1 to 2^20.
  int max_proposals = 1 << 15;

  /// Seconds after which the search of a frame is given up with an error (kDeadline); none where it is not given. The
  /// clock is looked at after each level of the pyramid and every few hundred crops.
  std::optional<double> deadline = {};

  /// The numeric dialect: the name of one of `recipes()`.
  std::string recipe = "openface";

  /// How the networks are computed: "auto" or the name of one of `backends()`.
  std::string backend = "auto";

  OnnxRuntimeOptions onnxruntime = {};

  /// Threads that a call of `detect` may use, the calling one among them; 0 for one per core.
  int threads = 0;

  /// The weights inside the library where it is not given.
  std::optional<Weights> weights = {};
};

/// What came of one image of `detect_each`.
struct Detection {
  std::vector<Face> faces;          ///< highest score first; empty where there are none, or `error` is given
  bool is_capped = false;           ///< `max_proposals` left windows out, so that faces may be missing
  std::optional<Error> error = {};  ///< why the image was refused
};

/// Finds faces and five landmarks in images. Costly to make, never changed afterwards: keep one, and call it from as
/// many threads as you like.
class MTCNN_API Detector {
 public:
  /// Throws Error (stage kOptions) that names the option that makes no sense.
  explicit Detector(const DetectorOptions& options = {});
  ~Detector();

  Detector(Detector&&) noexcept;
  Detector& operator=(Detector&&) noexcept;

  /// The faces of one image, highest score first; empty where there are none.
  std::vector<Face> detect(const ImageView& image) const;

  /// The faces of each image, in the order of the images, which may differ in size and format. The answer for an image
  /// does not depend on the others. Throws Error (stage kDetect) that names the view that cannot be read.
  std::vector<std::vector<Face>> detect(std::span<const ImageView> images) const;

  /// The same into vectors whose memory is used again: a call on frames like those before allocates nothing.
  void detect(std::span<const ImageView> images, std::vector<std::vector<Face>>& faces) const;

  /// The same for whoever wants to know of each image how it went: what is wrong with one does not keep the others from
  /// being searched, and is not thrown.
  std::vector<Detection> detect_each(std::span<const ImageView> images) const;

  /// The same into memory that is used again.
  void detect_each(std::span<const ImageView> images, std::vector<Detection>& detections) const;

  /// The backend that "auto" came to, or the one that was asked for.
  const std::string& backend() const;

 private:
  class Implementation;
  std::unique_ptr<const Implementation> implementation_;
};

}  // namespace mtcnn
