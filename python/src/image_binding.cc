#include "image_binding.h"

#include <nanobind/stl/string.h>

#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

#include "mtcnn/error.h"
#include "raster/face_crop.h"

namespace mtcnn::python {
namespace {

namespace nb = nanobind;

[[noreturn]] void refuse(const std::string& reason) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kDetect, reason);
}

int side_of(const Bytes& array, std::size_t axis) {
  if (array.shape(axis) > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    refuse("an image has at most 2147483647 pixels a side");
  }
  return static_cast<int>(array.shape(axis));
}

PixelFormat format_of(std::size_t channels, bool is_rgb) {
  if (channels == 1) return PixelFormat::kGrey;
  if (channels == 3) return is_rgb ? PixelFormat::kRgb : PixelFormat::kBgr;
  return is_rgb ? PixelFormat::kRgba : PixelFormat::kBgra;
}

/// How an array of pixels lies in memory.
struct Layout {
  std::size_t channels = 1;
  std::ptrdiff_t row = 0;     ///< bytes from one row to the next
  std::ptrdiff_t column = 0;  ///< bytes from one pixel of a row to the next
  std::ptrdiff_t colour = 1;  ///< bytes from one colour of a pixel to the next
};

Layout layout_of(const Bytes& pixels) {
  Layout layout{.row = pixels.stride(0), .column = pixels.stride(1)};
  if (pixels.ndim() == 3 && pixels.shape(2) > 1) {
    layout.colour = pixels.stride(2);
    // One colour that is repeated, as numpy.broadcast_to gives it, is grey.
    layout.channels = layout.colour == 0 ? 1 : pixels.shape(2);
  }
  // What there is but one of may have any stride.
  if (pixels.shape(0) == 1) layout.row = 0;
  if (pixels.shape(1) == 1) layout.column = static_cast<std::ptrdiff_t>(layout.channels);
  return layout;
}

Orientation orientation_of(bool is_transposed, bool is_mirrored) {
  // The array shows what is stored, columns backwards where it is mirrored, and then rows and columns exchanged.
  if (!is_transposed) return is_mirrored ? Orientation::kMirrored : Orientation::kUpright;
  return is_mirrored ? Orientation::kRotated270 : Orientation::kTransposed;
}

/// Pixels that are adjacent in rows or in columns, forwards or backwards; nothing for others.
std::optional<ImageView> packed_view(const Bytes& pixels, const Layout& layout, bool is_rgb) {
  const bool is_reversed = layout.channels == 3 && layout.colour == -1;
  if (layout.channels > 1 && layout.colour != 1 && !is_reversed) return std::nullopt;
  const auto pixel_bytes = static_cast<std::ptrdiff_t>(layout.channels);
  const auto is_adjacent = [&](std::ptrdiff_t stride) { return stride == pixel_bytes || stride == -pixel_bytes; };
  const bool is_transposed = !is_adjacent(layout.column);
  if (is_transposed && !is_adjacent(layout.row)) return std::nullopt;

  const std::ptrdiff_t along_row = is_transposed ? layout.row : layout.column;
  const std::ptrdiff_t next_row = is_transposed ? layout.column : layout.row;
  const bool is_mirrored = along_row < 0;
  ImageView view;
  view.width = side_of(pixels, is_transposed ? 0 : 1);
  view.height = side_of(pixels, is_transposed ? 1 : 0);
  if (view.height > 1 && std::abs(next_row) < view.width * pixel_bytes) return std::nullopt;
  view.data = pixels.data();
  if (is_reversed) view.data -= 2;
  if (is_mirrored) view.data += along_row * (view.width - 1);
  view.stride = next_row;
  view.format = format_of(layout.channels, is_rgb != is_reversed);
  view.orientation = orientation_of(is_transposed, is_mirrored);
  return view;
}

/// Pixels that lie anyhow.
ImageView strided_view(const Bytes& pixels, const Layout& layout, bool is_rgb) {
  ImageView view;
  view.data = pixels.data();
  view.stride = layout.row;
  view.width = side_of(pixels, 1);
  view.height = side_of(pixels, 0);
  view.format = format_of(layout.channels, is_rgb);
  view.pixel_stride = layout.column;
  view.colour_stride = layout.colour;
  if (view.pixel_stride == 0) throw nb::buffer_error("one pixel that is repeated");
  return view;
}

LumaWeights weights_of(const std::string& matrix) {
  if (matrix == "bt601") return LumaWeights::kBt601;
  if (matrix == "bt709") return LumaWeights::kBt709;
  refuse("matrix must be \"bt601\" or \"bt709\", not \"" + matrix + "\"");
}

LumaRange range_of(const std::string& range) {
  if (range == "limited") return LumaRange::kLimited;
  if (range == "full") return LumaRange::kFull;
  refuse("range must be \"limited\" or \"full\", not \"" + range + "\"");
}

Orientation orientation_of(int exif) {
  if (exif >= 1 && exif <= 8) return static_cast<Orientation>(exif);
  refuse("orientation must be EXIF's, from 1 to 8, not " + std::to_string(exif));
}

/// Checks a plane of `height` rows of `bytes` adjacent bytes.
void check_plane(const Bytes& plane, const std::string& name, std::size_t height, std::size_t bytes) {
  std::size_t found = plane.ndim() < 2 ? 0 : plane.shape(1);
  for (std::size_t axis = 2; axis < plane.ndim(); ++axis) found *= plane.shape(axis);
  if (plane.ndim() < 2 || plane.shape(0) != height || found != bytes) {
    refuse(name + " must have " + std::to_string(height) + " rows of " + std::to_string(bytes) + " bytes");
  }
  std::int64_t expected = 1;
  for (std::size_t axis = plane.ndim() - 1; axis > 0; --axis) {
    if (plane.shape(axis) > 1 && plane.stride(axis) != expected) {
      refuse("the bytes of a row of " + name + " must be adjacent");
    }
    expected *= static_cast<std::int64_t>(plane.shape(axis));
  }
}

ImageView planar_view(const Bytes& luma, PixelFormat format, const std::string& matrix, const std::string& range,
                      int orientation) {
  if (luma.ndim() != 2) refuse("luma must have the shape (H, W)");
  check_plane(luma, "luma", luma.shape(0), luma.shape(1));
  ImageView view;
  view.data = luma.data();
  view.stride = luma.stride(0);
  view.width = side_of(luma, 1);
  view.height = side_of(luma, 0);
  view.format = format;
  view.orientation = orientation_of(orientation);
  view.luma_weights = weights_of(matrix);
  view.luma_range = range_of(range);
  return view;
}

/// Of a plane of chroma.
std::size_t half(std::size_t side) { return (side + 1) / 2; }

nb::ndarray<nb::numpy, std::uint8_t> align(const Image& image,
                                           const nb::ndarray<const float, nb::shape<5, 2>, nb::c_contig>& landmarks,
                                           int size, double margin, bool is_rgb) {
  std::array<Point, kLandmarkCount> points;
  for (std::size_t index = 0; index < points.size(); ++index) {
    points[index] = {landmarks(index, 0), landmarks(index, 1)};
  }
  const raster::Canvas canvas = raster::crop_face(image.view(), points, {.side = size, .margin = margin});
  auto* const pixels = new std::vector<std::uint8_t>;
  const nb::capsule owner(pixels,
                          [](void* vector) noexcept { delete static_cast<std::vector<std::uint8_t>*>(vector); });
  pixels->reserve(canvas.pixels.size() / 4 * 3);
  for (std::size_t pixel = 0; pixel < canvas.pixels.size(); pixel += 4) {
    const std::uint8_t* const bgr = &canvas.pixels[pixel];
    if (is_rgb) {
      pixels->insert(pixels->end(), {bgr[2], bgr[1], bgr[0]});
    } else {
      pixels->insert(pixels->end(), {bgr[0], bgr[1], bgr[2]});
    }
  }
  const auto side = static_cast<std::size_t>(size);
  return {pixels->data(), {side, side, 3}, owner};
}

}  // namespace

Image Image::interleaved(const Bytes& pixels, const std::string& color) {
  const Layout layout = layout_of(pixels);
  const bool is_rgb = color == "rgb";
  if (const std::optional<ImageView> view = packed_view(pixels, layout, is_rgb)) return {*view, {pixels}};
  return {strided_view(pixels, layout, is_rgb), {pixels}};
}

Image Image::nv12(const Bytes& luma, const Bytes& chroma, const std::string& matrix, const std::string& range,
                  int orientation) {
  ImageView view = planar_view(luma, PixelFormat::kNv12, matrix, range, orientation);
  check_plane(chroma, "chroma", half(luma.shape(0)), 2 * half(luma.shape(1)));
  view.chroma[0] = chroma.data();
  view.chroma_strides[0] = chroma.stride(0);
  return {view, {luma, chroma}};
}

Image Image::i420(const Bytes& luma, const Bytes& cb, const Bytes& cr, const std::string& matrix,
                  const std::string& range, int orientation) {
  ImageView view = planar_view(luma, PixelFormat::kI420, matrix, range, orientation);
  check_plane(cb, "cb", half(luma.shape(0)), half(luma.shape(1)));
  check_plane(cr, "cr", half(luma.shape(0)), half(luma.shape(1)));
  view.chroma = {cb.data(), cr.data()};
  view.chroma_strides = {cb.stride(0), cr.stride(0)};
  return {view, {luma, cb, cr}};
}

void bind_image(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<Image>(module, "Image")
      .def_static("interleaved", &Image::interleaved, "pixels"_a, "color"_a)
      .def_static("nv12", &Image::nv12, "luma"_a, "chroma"_a, "matrix"_a, "range"_a, "orientation"_a)
      .def_static("i420", &Image::i420, "luma"_a, "cb"_a, "cr"_a, "matrix"_a, "range"_a, "orientation"_a)
      .def_prop_ro("width", [](const Image& image) { return image.view().displayed_width(); })
      .def_prop_ro("height", [](const Image& image) { return image.view().displayed_height(); });
  module.def("align", &align, "image"_a, "landmarks"_a, "size"_a, "margin"_a, "is_rgb"_a);
}

}  // namespace mtcnn::python
