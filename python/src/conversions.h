#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "mtcnn/face.h"

namespace mtcnn::python {

/// Pixels or other bytes of anything with NumPy's, DLPack's or the buffer protocol; never written to.
using Bytes = nanobind::ndarray<const std::uint8_t, nanobind::device::cpu>;

/// A new array of NumPy.
using Floats = nanobind::ndarray<nanobind::numpy, float>;

/// An array of the shape, which takes over the values.
Floats array_of(std::vector<float> values, const std::vector<std::size_t>& shape);

/// (N, 5): x, y, width, height, score of each face; and (N, 5, 2): its landmarks.
nanobind::tuple arrays_of(const std::vector<Face>& faces);

/// The faces of such arrays, whose shapes the caller has checked.
std::vector<Face> faces_of(const nanobind::ndarray<const float, nanobind::shape<-1, 5>, nanobind::c_contig>& boxes);

}  // namespace mtcnn::python
