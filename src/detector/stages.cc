#include "detector/stages.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "backends/strongest_cells.h"
#include "detector/boxes.h"
#include "detector/nms.h"
#include "detector/punctual_backend.h"
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

/// The cascade in one number type.
template <class Number>
class TypedCascade final : public Cascade {
 public:
  TypedCascade(const Backend& backend, const Recipe& recipe, const DetectorOptions& options)
      : backend_(backend), recipe_(recipe), options_(options), pyramids_(options, recipe.pyramid) {
    if (options.deadline) punctual_.emplace(backend, *options.deadline);
  }

  void detect(std::span<const ImageView> images, std::span<std::vector<Face>> faces) override {
    images_ = images;
    frames_.resize(std::max(frames_.size(), images.size()));
    are_capped_.assign(images.size(), false);
    if (punctual_) punctual_->start();
    propose();
    refine();
    landmark();

    for (std::size_t frame = 0; frame < images.size(); ++frame) answer(frames_[frame], faces[frame]);
  }

  bool was_capped(std::size_t image) const override { return are_capped_[image]; }

 private:
  /// What a level is a level of.
  struct Place {
    std::size_t frame = 0;
    double scale = 1;
  };

  const Backend& backend() const { return punctual_ ? *punctual_ : backend_; }

  std::span<Candidates<Number>> frames() { return {frames_.data(), images_.size()}; }

  /// PNet over all levels of all frames.
  void propose() {
    plan_levels();
    const auto most = static_cast<std::size_t>(options_.max_proposals);
    // One more than are kept, which tells that there were too many.
    backend().propose(levels_, {.threshold = threshold(0), .most = most + 1}, cells_);

    auto cell = cells_.begin();
    for (std::size_t frame = 0; frame < images_.size(); ++frame) {
      const auto end =
          std::find_if(cell, cells_.end(), [&](const Cell& other) { return places_[other.level].frame != frame; });
      const std::span<Cell> all(cell, end);
      const std::span<Cell> kept = strongest(all, most);
      are_capped_[frame] = kept.size() < all.size();
      add_proposals(kept, frames_[frame]);
      cell = end;
    }
  }

  /// `cells` are those of one frame.
  void add_proposals(std::span<const Cell> cells, Candidates<Number>& candidates) {
    candidates.clear();
    for (std::size_t origin = 0; origin < cells.size();) {
      const std::size_t level = cells[origin].level;
      of_level_.clear();
      for (; origin < cells.size() && cells[origin].level == level; ++origin) add_proposal(cells[origin], origin);
      suppress_(of_level_, recipe_.level_nms);
      candidates.insert(candidates.end(), of_level_.begin(), of_level_.end());
    }
    suppress_(candidates, recipe_.proposals.nms);
    if (recipe_.proposals.regresses_before_nms) return;
    for (auto& candidate : candidates) regress(candidate, recipe_.proposals);
  }

  void plan_levels() {
    levels_.clear();
    places_.clear();
    for (std::size_t frame = 0; frame < images_.size(); ++frame) {
      const ImageView& view = images_[frame];
      for (const PyramidLevel& level : pyramids_.levels(view.displayed_width(), view.displayed_height())) {
        levels_.push_back({&view, level.width, level.height, recipe_.level_sampling});
        places_.push_back({frame, level.scale});
      }
    }
  }

  void add_proposal(const Cell& cell, std::size_t origin) {
    const float score = face_probability(cell.logits[0], cell.logits[1]);
    if (!passes(score, 0, recipe_.proposals)) return;
    Candidate<Number> candidate{
        .box = cell_window(cell.column, cell.row, static_cast<Number>(places_[cell.level].scale),
                           recipe_.whole_pixel_cells),
        .score = score,
        .regression = cell.regression,
        .landmarks = {},
        .origin = origin};
    if (recipe_.proposals.regresses_before_nms) regress(candidate, recipe_.proposals);
    of_level_.push_back(candidate);
  }

  /// RNet over the candidates of all frames.
  void refine() {
    square_and_crop();
    refined_.resize(rois_.size());
    backend().refine(rois_, refined_);

    auto output = refined_.cbegin();
    for (auto& candidates : frames()) {
      for (auto& candidate : candidates) judge(candidate, *output++);
      select(candidates, 1, recipe_.refinement);
    }
  }

  /// ONet over the candidates of all frames.
  void landmark() {
    square_and_crop();
    landmarked_.resize(rois_.size());
    backend().landmarks(rois_, landmarked_);

    auto output = landmarked_.cbegin();
    for (auto& candidates : frames()) {
      for (auto& candidate : candidates) {
        judge(candidate, *output);
        place_landmarks(candidate, output->landmarks);
        ++output;
      }
      select(candidates, 2, recipe_.landmarking);
    }
  }

  /// Makes every box a square, drops those of which nothing lies where pixels are, and says what to crop for the rest.
  void square_and_crop() {
    rois_.clear();
    for (std::size_t frame = 0; frame < images_.size(); ++frame) {
      const ImageView& view = images_[frame];
      std::erase_if(frames_[frame], [&](Candidate<Number>& candidate) {
        candidate.box = squared(candidate.box, recipe_.whole_pixel_squares);
        const auto region =
            crop_region(candidate.box, recipe_.crop_window, view.displayed_width(), view.displayed_height());
        if (region) rois_.push_back({&view, *region, recipe_.crop_sampling});
        return !region;
      });
    }
  }

  template <class Output>
  static void judge(Candidate<Number>& candidate, const Output& output) {
    candidate.score = face_probability(output.logits[0], output.logits[1]);
    candidate.regression = output.regression;
  }

  /// Leaves the candidates that pass a network's threshold and NMS, with their boxes moved.
  void select(Candidates<Number>& candidates, int network, const StageRule& rule) {
    std::erase_if(candidates, [&](const auto& candidate) { return !passes(candidate.score, network, rule); });
    if (rule.regresses_before_nms) {
      for (auto& candidate : candidates) regress(candidate, rule);
    }
    suppress_(candidates, rule.nms);
    if (!rule.regresses_before_nms) {
      for (auto& candidate : candidates) regress(candidate, rule);
    }
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

  void answer(Candidates<Number>& candidates, std::vector<Face>& faces) const {
    std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
      return a.score != b.score ? a.score > b.score : a.origin < b.origin;
    });
    if (options_.max_faces && candidates.size() > static_cast<std::size_t>(*options_.max_faces)) {
      candidates.resize(*options_.max_faces);
    }
    faces.clear();
    faces.reserve(candidates.size());
    for (const auto& candidate : candidates) faces.push_back(face(candidate));
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
  std::optional<PunctualBackend> punctual_;  ///< where there is a deadline
  const Recipe& recipe_;
  const DetectorOptions& options_;
  PyramidCache pyramids_;

  // Of the call that is under way.
  std::span<const ImageView> images_;
  std::vector<Candidates<Number>> frames_;  ///< may be more than there are images
  std::vector<bool> are_capped_;
  std::vector<Level> levels_;
  std::vector<Place> places_;  ///< one a level
  std::vector<Cell> cells_;
  Candidates<Number> of_level_;
  std::vector<Roi> rois_;
  std::vector<RNetOutput> refined_;
  std::vector<ONetOutput> landmarked_;
  Suppression<Number, Candidate<Number>> suppress_;
};

}  // namespace

std::unique_ptr<Cascade> make_cascade(const Backend& backend, const Recipe& recipe, const DetectorOptions& options) {
  if (recipe.numbers == Numbers::kFloat32) return std::make_unique<TypedCascade<float>>(backend, recipe, options);
  return std::make_unique<TypedCascade<double>>(backend, recipe, options);
}

}  // namespace mtcnn
