#include "detector/stages.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "detector/boxes.h"
#include "detector/nms.h"
#include "detector/pyramid.h"
#include "model/score.h"

namespace mtcnn {
namespace {

/// A box on its way through the cascade.
template <class Number>
struct Candidate {
  Box<Number> box;
  float score = 0;
  std::array<float, 4> regression{};
  std::array<Number, 10> landmarks{};  ///< x of the five, then y; pixels of the picture
  std::size_t origin = 0;              ///< its place among the cells of its frame, by level, row and column
};

template <class Number>
using Candidates = std::vector<Candidate<Number>>;

/// The cascade in one number type, over the images of one call.
template <class Number>
class Cascade {
 public:
  Cascade(const Backend& backend, const Recipe& recipe, const DetectorOptions& options,
          std::span<const ImageView> images)
      : backend_(backend), recipe_(recipe), options_(options), images_(images) {}

  std::vector<std::vector<Face>> run() const {
    std::vector<Candidates<Number>> frames = propose();
    refine(frames);
    landmark(frames);

    std::vector<std::vector<Face>> faces;
    faces.reserve(frames.size());
    for (auto& candidates : frames) faces.push_back(answer(std::move(candidates)));
    return faces;
  }

 private:
  /// PNet over all levels of all frames.
  std::vector<Candidates<Number>> propose() const {
    struct Place {
      std::size_t frame = 0;
      double scale = 1;
    };
    std::vector<Level> levels;
    std::vector<Place> places;
    for (std::size_t frame = 0; frame < images_.size(); ++frame) {
      const ImageView& view = images_[frame];
      for (const PyramidLevel& level :
           plan_pyramid(view.displayed_width(), view.displayed_height(), options_, recipe_.pyramid)) {
        levels.push_back({&view, level.width, level.height, recipe_.level_sampling});
        places.push_back({frame, level.scale});
      }
    }

    std::vector<Candidates<Number>> of_levels(levels.size());
    std::vector<std::size_t> cells_of_frames(images_.size(), 0);
    std::vector<Cell> cells;
    backend_.propose(levels, threshold(0), cells);
    for (const Cell& cell : cells) {
      const Place& place = places[cell.level];
      const std::size_t origin = cells_of_frames[place.frame]++;
      const float score = face_probability(cell.logits[0], cell.logits[1]);
      if (!passes(score, 0, recipe_.proposals)) continue;
      Candidate<Number> candidate{
          .box = cell_window(cell.column, cell.row, static_cast<Number>(place.scale), recipe_.whole_pixel_cells),
          .score = score,
          .regression = cell.regression,
          .landmarks = {},
          .origin = origin};
      if (recipe_.proposals.regresses_before_nms) regress(candidate, recipe_.proposals);
      of_levels[cell.level].push_back(candidate);
    }

    std::vector<Candidates<Number>> frames(images_.size());
    for (std::size_t level = 0; level < levels.size(); ++level) {
      const Candidates<Number> standing = suppressed(of_levels[level], recipe_.level_nms);
      Candidates<Number>& candidates = frames[places[level].frame];
      candidates.insert(candidates.end(), standing.begin(), standing.end());
    }
    for (auto& candidates : frames) {
      candidates = suppressed(candidates, recipe_.proposals.nms);
      if (recipe_.proposals.regresses_before_nms) continue;
      for (auto& candidate : candidates) regress(candidate, recipe_.proposals);
    }
    return frames;
  }

  /// RNet over the candidates of all frames.
  void refine(std::vector<Candidates<Number>>& frames) const {
    const std::vector<Roi> rois = square_and_crop(frames);
    std::vector<RNetOutput> outputs(rois.size());
    backend_.refine(rois, outputs);

    auto output = outputs.begin();
    for (auto& candidates : frames) {
      for (auto& candidate : candidates) judge(candidate, *output++);
      candidates = select(std::move(candidates), 1, recipe_.refinement);
    }
  }

  /// ONet over the candidates of all frames.
  void landmark(std::vector<Candidates<Number>>& frames) const {
    const std::vector<Roi> rois = square_and_crop(frames);
    std::vector<ONetOutput> outputs(rois.size());
    backend_.landmarks(rois, outputs);

    auto output = outputs.begin();
    for (auto& candidates : frames) {
      for (auto& candidate : candidates) {
        judge(candidate, *output);
        place_landmarks(candidate, output->landmarks);
        ++output;
      }
      candidates = select(std::move(candidates), 2, recipe_.landmarking);
    }
  }

  /// Makes every box a square, drops those of which nothing lies where pixels are, and says what to crop for the rest.
  std::vector<Roi> square_and_crop(std::vector<Candidates<Number>>& frames) const {
    std::vector<Roi> rois;
    for (std::size_t frame = 0; frame < frames.size(); ++frame) {
      const ImageView& view = images_[frame];
      std::erase_if(frames[frame], [&](Candidate<Number>& candidate) {
        candidate.box = squared(candidate.box, recipe_.whole_pixel_squares);
        const auto region =
            crop_region(candidate.box, recipe_.crop_window, view.displayed_width(), view.displayed_height());
        if (region) rois.push_back({&view, *region, recipe_.crop_sampling});
        return !region;
      });
    }
    return rois;
  }

  template <class Output>
  static void judge(Candidate<Number>& candidate, const Output& output) {
    candidate.score = face_probability(output.logits[0], output.logits[1]);
    candidate.regression = output.regression;
  }

  /// The candidates that pass a network's threshold and NMS, with their boxes moved.
  Candidates<Number> select(Candidates<Number> candidates, int network, const StageRule& rule) const {
    std::erase_if(candidates, [&](const auto& candidate) { return !passes(candidate.score, network, rule); });
    if (rule.regresses_before_nms) {
      for (auto& candidate : candidates) regress(candidate, rule);
    }
    candidates = suppressed(candidates, rule.nms);
    if (!rule.regresses_before_nms) {
      for (auto& candidate : candidates) regress(candidate, rule);
    }
    return candidates;
  }

  float threshold(int network) const { return static_cast<float>(options_.thresholds[network]); }

  bool passes(float score, int network, const StageRule& rule) const {
    return rule.passes_at_threshold ? score >= threshold(network) : score > threshold(network);
  }

  static void regress(Candidate<Number>& candidate, const StageRule& rule) {
    candidate.box = regressed(candidate.box, candidate.regression, rule.regression);
  }

  /// Of the square that ONet saw, so before the box is moved.
  void place_landmarks(Candidate<Number>& candidate, const std::array<float, 10>& fractions) const {
    const Box<Number>& box = candidate.box;
    const Number width = box.width() + recipe_.landmarks.side_plus;
    const Number height = box.height() + recipe_.landmarks.side_plus;
    for (std::size_t point = 0; point < kLandmarkCount; ++point) {
      candidate.landmarks[point] = width * fractions[point] + box.x1 + recipe_.landmarks.position_plus;
      candidate.landmarks[point + kLandmarkCount] =
          height * fractions[point + kLandmarkCount] + box.y1 + recipe_.landmarks.position_plus;
    }
  }

  std::vector<Face> answer(Candidates<Number> candidates) const {
    std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
      return a.score != b.score ? a.score > b.score : a.origin < b.origin;
    });
    if (options_.max_faces && candidates.size() > static_cast<std::size_t>(*options_.max_faces)) {
      candidates.resize(*options_.max_faces);
    }
    std::vector<Face> faces;
    faces.reserve(candidates.size());
    for (const auto& candidate : candidates) faces.push_back(face(candidate));
    return faces;
  }

  Face face(const Candidate<Number>& candidate) const {
    const Calibration& calibration = recipe_.calibration;
    const double width = candidate.box.width();
    const double height = candidate.box.height();
    Face face;
    face.box = {static_cast<float>(candidate.box.x1 + calibration.x_shift * width),
                static_cast<float>(candidate.box.y1 + calibration.y_shift * height),
                static_cast<float>(calibration.width_scale * width),
                static_cast<float>(calibration.height_scale * height)};
    face.score = candidate.score;
    for (std::size_t point = 0; point < kLandmarkCount; ++point) {
      face.landmarks[point] = {static_cast<float>(candidate.landmarks[point]),
                               static_cast<float>(candidate.landmarks[point + kLandmarkCount])};
    }
    return face;
  }

  const Backend& backend_;
  const Recipe& recipe_;
  const DetectorOptions& options_;
  std::span<const ImageView> images_;
};

}  // namespace

std::vector<std::vector<Face>> run_cascade(const Backend& backend, const Recipe& recipe, const DetectorOptions& options,
                                           std::span<const ImageView> images) {
  return recipe.numbers == Numbers::kFloat32 ? Cascade<float>(backend, recipe, options, images).run()
                                             : Cascade<double>(backend, recipe, options, images).run();
}

}  // namespace mtcnn
