#include "detector_binding.h"

#include <nanobind/ndarray.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <optional>
#include <string>
#include <vector>

#include "conversions.h"
#include "errors.h"
#include "image_binding.h"
#include "mtcnn/detector.h"
#include "tracking/tracker.h"
#include "weights_binding.h"

namespace mtcnn::python {
namespace {

namespace nb = nanobind;

Detector make_detector(double min_face_size, std::optional<double> max_face_size,
                       const std::array<double, 3>& thresholds, double factor, std::optional<int> max_faces,
                       int max_proposals, std::optional<double> deadline, const std::string& recipe,
                       const std::string& backend, int threads, const std::optional<nb::bytes>& weights,
                       const std::string& weights_origin, const std::string& onnxruntime,
                       const std::vector<std::string>& providers) {
  DetectorOptions options{.min_face_size = min_face_size,
                          .max_face_size = max_face_size,
                          .thresholds = thresholds,
                          .scale_factor = factor,
                          .max_faces = max_faces,
                          .max_proposals = max_proposals,
                          .deadline = deadline,
                          .recipe = recipe,
                          .backend = backend,
                          .onnxruntime = {.library = onnxruntime, .providers = providers},
                          .threads = threads};
  if (weights) options.weights = weights_of(weights, weights_origin);
  return Detector(options);
}

/// Of each image its boxes and landmarks, whether proposals were left out, and the exception or None. The exception
/// begins with the image's name, where that is not empty.
nb::list detect(const Detector& detector, const std::vector<const Image*>& images,
                const std::vector<std::string>& names) {
  std::vector<ImageView> views;
  views.reserve(images.size());
  for (const Image* const image : images) views.push_back(image->view());
  std::vector<Detection> detections;
  {
    const nb::gil_scoped_release others_may_run;
    detections = detector.detect_each(views);
  }
  nb::list results;
  for (std::size_t index = 0; index < detections.size(); ++index) {
    const auto& [faces, is_capped, error] = detections[index];
    const nb::tuple arrays = arrays_of(faces);
    const std::string& name = names.at(index);
    const nb::object exception = error ? exception_of(name.empty() ? *error : error->of(name)) : nb::none();
    results.append(nb::make_tuple(arrays[0], arrays[1], is_capped, exception));
  }
  return results;
}

}  // namespace

void bind_detector(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<Detector>(module, "Detector")
      .def(nb::new_(&make_detector), "min_face_size"_a, "max_face_size"_a.none(), "thresholds"_a, "factor"_a,
           "max_faces"_a.none(), "max_proposals"_a, "deadline"_a.none(), "recipe"_a, "backend"_a, "threads"_a,
           "weights"_a.none(), "weights_origin"_a, "onnxruntime"_a, "providers"_a)
      .def("detect", &detect, "images"_a, "names"_a,
           nb::sig("def detect(self, images: collections.abc.Sequence[Image], names: collections.abc.Sequence[str]) -> "
                   "list[tuple[NDArray[numpy.float32], NDArray[numpy.float32], bool, Exception | None]]"))
      .def_prop_ro("backend", &Detector::backend);
}

void bind_tracker(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<tracking::Tracker>(module, "Tracker")
      .def(nb::init<>())
      .def(
          "update",
          [](tracking::Tracker& tracker, const nb::ndarray<const float, nb::shape<-1, 5>, nb::c_contig>& boxes) {
            return tracker.update(faces_of(boxes));
          },
          "bboxes"_a);
}

}  // namespace mtcnn::python
