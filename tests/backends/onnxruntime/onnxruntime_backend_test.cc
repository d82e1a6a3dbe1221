// The networks give what those of `reference` give, and the cascade finds the same faces.

#include "backends/onnxruntime/onnxruntime_backend.h"

#include <gmock/gmock.h>

#include <cmath>

#include "backends/reference/reference_backend.h"
#include "model/recipe.h"
#include "mtcnn/info.h"
#include "support/faces.h"
#include "support/pictures.h"
#include "with_onnxruntime.h"

namespace mtcnn::onnxruntime {
namespace {

constexpr float kTolerance = 1e-4F;

class OnnxRuntimeBackend : public WithOnnxRuntime {
 protected:
  static OnnxRuntimeOptions options() { return {.library = library(), .providers = {"cpu"}}; }

  std::unique_ptr<const Backend> ours(int threads, bool half = false) const {
    return make_onnxruntime_backend(Weights::embedded(), threads, options(), half);
  }

  DetectorOptions detector_options(const std::string& recipe, const std::string& backend, int threads) const {
    DetectorOptions detector;
    detector.min_face_size = 20;
    detector.recipe = recipe;
    detector.backend = backend;
    detector.onnxruntime = options();
    detector.threads = threads;
    return detector;
  }

  const std::unique_ptr<const Backend> reference_ = make_reference_backend(Weights::embedded().networks(), 2);
  const test::RgbPicture picture_ = test::drawn_faces();
  const ImageView view_ = picture_.view();
};

template <std::size_t kCount>
void expect_near(const std::array<float, kCount>& found, const std::array<float, kCount>& expected, float tolerance) {
  for (std::size_t index = 0; index < kCount; ++index) EXPECT_NEAR(found[index], expected[index], tolerance);
}

TEST_F(OnnxRuntimeBackend, ProposesWhatReferenceProposes) {
  for (const int threads : {1, 3}) {
    const auto backend = ours(threads);
    for (const RecipeInfo& recipe : recipes()) {
      const Sampling sampling = find_recipe(recipe.name).level_sampling;
      const std::vector<Level> levels = {
          {&view_, 131, 95, sampling}, {&view_, 66, 48, sampling}, {&view_, 13, 12, sampling}};
      std::vector<Cell> expected;
      std::vector<Cell> found;
      reference_->propose(levels, {.threshold = 0}, expected);
      backend->propose(levels, {.threshold = 0}, found);
      ASSERT_EQ(found.size(), expected.size());
      for (std::size_t index = 0; index < found.size(); ++index) {
        EXPECT_EQ(found[index].level, expected[index].level);
        EXPECT_EQ(found[index].row, expected[index].row);
        EXPECT_EQ(found[index].column, expected[index].column);
        expect_near(found[index].logits, expected[index].logits, kTolerance);
        expect_near(found[index].regression, expected[index].regression, kTolerance);
      }
    }
  }
}

TEST_F(OnnxRuntimeBackend, RefinesAndLandmarksAsReferenceDoes) {
  const auto backend = ours(2);
  for (const RecipeInfo& recipe : recipes()) {
    for (const std::size_t count : {1U, 4U, 50U}) {
      std::vector<Roi> rois;
      for (std::size_t index = 0; index < count; ++index) {
        const auto place = static_cast<double>(index % 10 * 9);
        rois.push_back({&view_, {place - 5, place, place + 60, place + 55}, find_recipe(recipe.name).crop_sampling});
        if (rois.back().sampling.filter != Filter::kBilinear) rois.back().region.x1 = place;
      }
      std::vector<RNetOutput> expected_rnet(count);
      std::vector<RNetOutput> found_rnet(count);
      reference_->refine(rois, expected_rnet);
      backend->refine(rois, found_rnet);
      std::vector<ONetOutput> expected_onet(count);
      std::vector<ONetOutput> found_onet(count);
      reference_->landmarks(rois, expected_onet);
      backend->landmarks(rois, found_onet);
      for (std::size_t index = 0; index < count; ++index) {
        expect_near(found_rnet[index].logits, expected_rnet[index].logits, kTolerance);
        expect_near(found_rnet[index].regression, expected_rnet[index].regression, kTolerance);
        expect_near(found_onet[index].logits, expected_onet[index].logits, kTolerance);
        expect_near(found_onet[index].regression, expected_onet[index].regression, kTolerance);
        expect_near(found_onet[index].landmarks, expected_onet[index].landmarks, kTolerance);
      }
    }
  }
}

std::vector<test::ExpectedFace> expected_of(const std::vector<Face>& faces) {
  std::vector<test::ExpectedFace> expected;
  for (const Face& face : faces) {
    expected.push_back({face.box.x, face.box.y, face.box.width, face.box.height, face.score, {}});
    for (const Point& point : face.landmarks) expected.back().landmarks.emplace_back(point.x, point.y);
  }
  return expected;
}

TEST_F(OnnxRuntimeBackend, FindsTheSameFaces) {
  for (const RecipeInfo& recipe : recipes()) {
    const std::vector<Face> expected = Detector(detector_options(recipe.name, "reference", 2)).detect(view_);
    const std::vector<Face> found = Detector(detector_options(recipe.name, "onnxruntime", 2)).detect(view_);
    ASSERT_EQ(expected.size(), 3U);
    const test::Agreement agreement = test::compare(expected_of(expected), found);
    EXPECT_TRUE(agreement.within({.iou = 0.999, .landmark = 0.01, .score = kTolerance}))
        << recipe.name << ": " << agreement.text();
  }
}

TEST_F(OnnxRuntimeBackend, BatchesChangeNoAnswer) {
  const std::vector<test::StoredPicture> stored = test::stored_in_every_way(picture_);
  std::vector<ImageView> views;
  for (std::size_t index = 0; index < 16; ++index) views.push_back(stored[index % stored.size()].view());
  for (const int threads : {1, 2}) {
    const Detector detector(detector_options("openface", "onnxruntime", threads));
    std::vector<std::vector<Face>> alone;
    for (const ImageView& view : views) alone.push_back(detector.detect(view));
    for (const std::size_t batch : {4U, 8U, 16U}) {
      const std::vector<std::vector<Face>> together = detector.detect(std::span(views).first(batch));
      for (std::size_t index = 0; index < batch; ++index) EXPECT_EQ(together[index], alone[index]);
    }
  }
}

TEST_F(OnnxRuntimeBackend, Float16IsNearToo) {
  const Sampling sampling = find_recipe("openface").crop_sampling;
  const std::vector<Roi> rois = {{&view_, {20, 20, 80, 80}, sampling}, {&view_, {100, 30, 160, 90}, sampling}};
  std::vector<ONetOutput> expected(rois.size());
  std::vector<ONetOutput> found(rois.size());
  reference_->landmarks(rois, expected);
  ours(1, /*half=*/true)->landmarks(rois, found);
  for (std::size_t index = 0; index < rois.size(); ++index) {
    expect_near(found[index].logits, expected[index].logits, 0.05F);
    EXPECT_NE(found[index].logits, expected[index].logits);
  }
}

}  // namespace
}  // namespace mtcnn::onnxruntime
