#include "conversions.h"

#include <utility>

namespace mtcnn::python {

namespace nb = nanobind;

Floats array_of(std::vector<float> values, const std::vector<std::size_t>& shape) {
  auto* const owned = new std::vector<float>(std::move(values));
  const nb::capsule owner(owned, [](void* vector) noexcept { delete static_cast<std::vector<float>*>(vector); });
  return {owned->data(), shape.size(), shape.data(), owner};
}

nb::tuple arrays_of(const std::vector<Face>& faces) {
  std::vector<float> boxes;
  std::vector<float> landmarks;
  for (const auto& [box, score, points] : faces) {
    boxes.insert(boxes.end(), {box.x, box.y, box.width, box.height, score});
    for (const auto& [x, y] : points) landmarks.insert(landmarks.end(), {x, y});
  }
  return nb::make_tuple(array_of(std::move(boxes), {faces.size(), 5}),
                        array_of(std::move(landmarks), {faces.size(), kLandmarkCount, 2}));
}

std::vector<Face> faces_of(const nb::ndarray<const float, nb::shape<-1, 5>, nb::c_contig>& boxes) {
  std::vector<Face> faces(boxes.shape(0));
  for (std::size_t index = 0; index < faces.size(); ++index) {
    const float* const row = boxes.data() + 5 * index;
    faces[index].box = {.x = row[0], .y = row[1], .width = row[2], .height = row[3]};
    faces[index].score = row[4];
  }
  return faces;
}

}  // namespace mtcnn::python
