#pragma once

#include <nanobind/nanobind.h>

#include <string>
#include <vector>

#include "conversions.h"
#include "mtcnn/image_view.h"

namespace mtcnn::python {

/// A view of pixels, and what keeps them alive.
class Image {
 public:
  /// Interleaved or grey pixels, (H, W), (H, W, 1), (H, W, 3) or (H, W, 4), of any strides. `color` is the order of the
  /// colours as the array shows them, "bgr" or "rgb". Throws nanobind::buffer_error where one pixel is repeated along
  /// a row, which a view cannot say.
  static Image interleaved(const Bytes& pixels, const std::string& color);

  /// Planes of (H, W), and (H/2, W/2, 2) or (H/2, W) for NV12, with adjacent bytes in each row.
  static Image nv12(const Bytes& luma, const Bytes& chroma, const std::string& matrix, const std::string& range,
                    int orientation);
  static Image i420(const Bytes& luma, const Bytes& cb, const Bytes& cr, const std::string& matrix,
                    const std::string& range, int orientation);

  const ImageView& view() const { return view_; }

 private:
  Image(const ImageView& view, std::vector<Bytes> owners) : view_(view), owners_(std::move(owners)) {}

  ImageView view_;
  std::vector<Bytes> owners_;
};

void bind_image(nanobind::module_& module);

}  // namespace mtcnn::python
