#include "media/annotator.h"

#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "media/label_placement.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

// cairo's 32-bit pixels are numbers; only here do their bytes lie in the order of a canvas.
static_assert(std::endian::native == std::endian::little);

struct Colour {
  double red;
  double green;
  double blue;
};

/// Bright, so that black letters can stand on them, and told apart by most eyes.
constexpr std::array<Colour, 6> kFaceColours = {{
    {0.20, 0.90, 0.35},  // green
    {1.00, 0.80, 0.10},  // yellow
    {0.30, 0.80, 1.00},  // sky blue
    {1.00, 0.55, 0.75},  // pink
    {1.00, 0.60, 0.20},  // orange
    {0.80, 0.70, 1.00},  // lilac
}};

/// In the order of `Face::landmarks`: blues on the left, reds on the right, so that a swap of sides strikes the eye.
constexpr std::array<Colour, kLandmarkCount> kLandmarkColours = {{
    {0.10, 0.45, 1.00},  // left eye: blue
    {1.00, 0.15, 0.15},  // right eye: red
    {1.00, 1.00, 1.00},  // nose: white
    {0.35, 0.90, 1.00},  // left corner of the mouth: light blue
    {1.00, 0.60, 0.45},  // right corner of the mouth: salmon
}};

constexpr double kCasingOpacity = 0.7;

/// How large a face's marks are, in pixels.
struct Measures {
  double line;    ///< width of the box's lines
  double casing;  ///< width of the dark seam on each side of lines and dots
  double dot;     ///< radius of a landmark
  double font;
  double padding;  ///< around the letters of a label
};

Measures measures_for(const raster::Canvas& canvas, const BoundingBox& box) {
  const double picture_side = std::sqrt(double{1} * canvas.width * canvas.height);
  const double face_side = std::sqrt(std::max(0.0, double{box.width} * box.height));
  Measures measures = {};
  measures.line = std::max(1.5, std::min(picture_side / 450, face_side / 25));
  measures.casing = std::max(0.75, measures.line / 3);
  measures.dot = std::max(1.0, std::min(2 * measures.line, face_side / 30));
  measures.font = std::max(9.0, std::min(picture_side / 45, face_side / 5));
  measures.padding = measures.font / 5;
  return measures;
}

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

class Drawing {
 public:
  Drawing(raster::Canvas& canvas, std::span<const Face> faces, std::span<const std::int64_t> track_ids)
      : canvas_(canvas),
        faces_(faces),
        track_ids_(track_ids),
        surface_(cairo_image_surface_create_for_data(canvas.pixels.data(), CAIRO_FORMAT_RGB24, canvas.width,
                                                     canvas.height, static_cast<int>(canvas.stride())),
                 &cairo_surface_destroy),
        context_(cairo_create(surface_.get()), &cairo_destroy) {
    throw_if_failed();
    cairo_select_font_face(context_.get(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  }

  void add_faces() {
    for (std::size_t face = 0; face < faces_.size(); ++face) add_box(faces_[face].box, colour_of(face));
    for (const Face& face : faces_) add_landmarks(face);
    add_labels();
    cairo_surface_flush(surface_.get());
    throw_if_failed();
  }

 private:
  const Colour& colour_of(std::size_t face) const {
    // Tracks are numbered from 1.
    const std::size_t number = track_ids_.empty() ? face : static_cast<std::size_t>(track_ids_[face] - 1);
    return kFaceColours[number % kFaceColours.size()];
  }

  void add_box(const BoundingBox& box, const Colour& colour) {
    const Measures measures = measures_for(canvas_, box);
    cairo_rectangle(context_.get(), box.x, box.y, box.width, box.height);
    cairo_set_line_width(context_.get(), measures.line + 2 * measures.casing);
    use_casing();
    cairo_stroke_preserve(context_.get());
    cairo_set_line_width(context_.get(), measures.line);
    use(colour);
    cairo_stroke(context_.get());
  }

  void add_landmarks(const Face& face) {
    const Measures measures = measures_for(canvas_, face.box);
    for (std::size_t landmark = 0; landmark < face.landmarks.size(); ++landmark) {
      add_dot(face.landmarks[landmark], measures.dot + measures.casing);
      use_casing();
      cairo_fill(context_.get());
      add_dot(face.landmarks[landmark], measures.dot);
      use(kLandmarkColours[landmark]);
      cairo_fill(context_.get());
    }
  }

  void add_dot(const Point& centre, double radius) {
    cairo_arc(context_.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
  }

  void add_labels() {
    std::vector<LabelledBox> boxes;
    boxes.reserve(faces_.size());
    for (std::size_t face = 0; face < faces_.size(); ++face) boxes.push_back(labelled_box(face));
    const std::vector<Rectangle> labels = place_labels(boxes, canvas_.width, canvas_.height);
    for (std::size_t face = 0; face < faces_.size(); ++face) add_label(face, labels[face]);
  }

  /// The box with its lines, and room for its label.
  LabelledBox labelled_box(std::size_t index) {
    const Face& face = faces_[index];
    const Measures measures = measures_for(canvas_, face.box);
    cairo_set_font_size(context_.get(), measures.font);
    cairo_text_extents_t extents = {};
    cairo_text_extents(context_.get(), label_text(index).c_str(), &extents);
    const double margin = measures.line / 2 + measures.casing;
    return {{face.box.x - margin, face.box.y - margin, face.box.width + 2 * margin, face.box.height + 2 * margin},
            extents.x_advance + 2 * measures.padding,
            extents.height + 2 * measures.padding};
  }

  void add_label(std::size_t face, const Rectangle& label) {
    const Measures measures = measures_for(canvas_, faces_[face].box);
    cairo_rectangle(context_.get(), label.x, label.y, label.width, label.height);
    use(colour_of(face));
    cairo_fill(context_.get());
    cairo_set_font_size(context_.get(), measures.font);
    cairo_set_source_rgb(context_.get(), 0, 0, 0);
    // The foot of the digits, none of which reaches below it.
    cairo_move_to(context_.get(), label.x + measures.padding, label.y + label.height - measures.padding);
    cairo_show_text(context_.get(), label_text(face).c_str());
  }

  std::string label_text(std::size_t face) const {
    const std::string score = fmt::format("{:.3f}", faces_[face].score);
    return track_ids_.empty() ? score : fmt::format("#{} {}", track_ids_[face], score);
  }

  void use(const Colour& colour) { cairo_set_source_rgb(context_.get(), colour.red, colour.green, colour.blue); }
  void use_casing() { cairo_set_source_rgba(context_.get(), 0, 0, 0, kCasingOpacity); }

  void throw_if_failed() const {
    const cairo_status_t status = cairo_status(context_.get());
    if (status == CAIRO_STATUS_SUCCESS) return;
    throw Error(ErrorCode::kLimit, ErrorStage::kWrite,
                fmt::format("nothing can be drawn on a picture of {}x{}: {}", canvas_.width, canvas_.height,
                            cairo_status_to_string(status)));
  }

  const raster::Canvas& canvas_;
  std::span<const Face> faces_;
  std::span<const std::int64_t> track_ids_;
  Surface surface_;
  Context context_;
};

}  // namespace

raster::Canvas annotate(const ImageView& image, std::span<const Face> faces, std::span<const std::int64_t> track_ids) {
  raster::Canvas canvas = raster::make_canvas(image);
  Drawing(canvas, faces, track_ids).add_faces();
  return canvas;
}

}  // namespace mtcnn::media
