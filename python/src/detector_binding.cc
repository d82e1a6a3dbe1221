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
#include "image_binding.h"
#include "mtcnn/detector.h"
#include "tracking/tracker.h"
#include "weights_binding.h"

namespace mtcnn::python {
namespace {

namespace nb = nanobind;

Detector make_detector(double min_face_size, std::optional<double> max_face_size,
                       const std::array<double, 3>& thresholds, double factor, std::optional<int> max_faces,
                       const std::string& recipe, const std::string& backend, int threads,
                       const std::optional<nb::bytes>& weights, const std::string& weights_origin,
                       const std::string& onnxruntime, const std::vector<std::string>& providers) {
  DetectorOptions options{.min_face_size = min_face_size,
                          .max_face_size = max_face_size,
                          .thresholds = thresholds,
                          .scale_factor = factor,
                          .max_faces = max_faces,
                          .recipe = recipe,
                          .backend = backend,
                          .onnxruntime = {.library = onnxruntime, .providers = providers},
                          .threads = threads};
  if (weights) options.weights = weights_of(weights, weights_origin);
  return Detector(options);
}

nb::list detect(const Detector& detector, const std::vector<const Image*>& images) {
  std::vector<ImageView> views;
  views.reserve(images.size());
  for (const Image* const image : images) views.push_back(image->view());
  std::vector<std::vector<Face>> faces;
  {
    const nb::gil_scoped_release others_may_run;
    faces = detector.detect(views);
  }
  nb::list results;
  for (const std::vector<Face>& of_image : faces) results.append(arrays_of(of_image));
  return results;
}

}  // namespace

void bind_detector(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<Detector>(module, "Detector")
      .def(nb::new_(&make_detector), "min_face_size"_a, "max_face_size"_a.none(), "thresholds"_a, "factor"_a,
           "max_faces"_a.none(), "recipe"_a, "backend"_a, "threads"_a, "weights"_a.none(), "weights_origin"_a,
           "onnxruntime"_a, "providers"_a)
      .def("detect", &detect, "images"_a,
           nb::sig("def detect(self, images: collections.abc.Sequence[Image]) -> "
                   "list[tuple[NDArray[numpy.float32], NDArray[numpy.float32]]]"))
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
