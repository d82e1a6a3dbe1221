// Whole calls: threads, batches and neighbours in a call change nothing.

#include "backends/native/native_backend.h"

#include <gtest/gtest.h>

#include <thread>

#include "every_instruction_set.h"
#include "mtcnn/detector.h"
#include "mtcnn/info.h"
#include "support/guarded_pictures.h"
#include "support/pictures.h"
#include "support/sanitizers.h"

namespace mtcnn::native {
namespace {

/// Pictures with faces and pictures of noise, in many formats and sizes.
class Album {
 public:
  Album() : stored_(test::stored_in_every_way(test::drawn_faces())), noise_(test::noise(90, 140)) {
    for (const PixelFormat format : {PixelFormat::kNv12, PixelFormat::kGrey, PixelFormat::kI420}) {
      planes_.push_back(std::make_unique<test::GuardedPicture>(101, 67, format, Orientation::kRotated90,
                                                               test::GuardedBytes::Edge::kLastByte));
    }
    for (std::size_t index = 0; index < stored_.size(); index += 3) {
      views_.push_back(stored_[index].view());
      if (index < planes_.size() * 3) views_.push_back(planes_[index / 3]->view());
    }
    views_.push_back(noise_.view());
    views_.resize(16, stored_.front().view());
  }

  std::span<const ImageView> views() const { return views_; }

 private:
  std::vector<test::StoredPicture> stored_;
  test::RgbPicture noise_;
  std::vector<std::unique_ptr<test::GuardedPicture>> planes_;
  std::vector<ImageView> views_;
};

DetectorOptions options(const std::string& recipe, const std::string& backend, int threads) {
  // Low thresholds let enough through for batches in every network.
  return {.min_face_size = 25, .thresholds = {0.5, 0.3, 0.3}, .recipe = recipe, .backend = backend, .threads = threads};
}

class NativeBackend : public EveryInstructionSet {};

TEST_P(NativeBackend, AnswersAsReferenceWhateverThreadsAndBatches) {
  // A sanitizer sees the same code in fewer rounds.
  const std::vector<int> thread_counts = test::kSanitized ? std::vector{1, 8} : std::vector{1, 2, 8};
  const std::vector<std::size_t> batches =
      test::kSanitized ? std::vector<std::size_t>{7} : std::vector<std::size_t>{1, 4, 7, 16};
  const Album album;
  for (const RecipeInfo& recipe : recipes()) {
    const Detector reference(options(recipe.name, "reference", 2));
    std::vector<std::vector<Face>> expected;
    for (const ImageView& view : album.views()) expected.push_back(reference.detect(view));
    for (const int threads : thread_counts) {
      const Detector native(options(recipe.name, "native", threads));
      for (const std::size_t batch : batches) {
        for (std::size_t first = 0; first < album.views().size(); first += batch) {
          const auto views = album.views().subspan(first, std::min(batch, album.views().size() - first));
          const std::vector<std::vector<Face>> found = native.detect(views);
          for (std::size_t index = 0; index < views.size(); ++index) {
            EXPECT_EQ(found[index], expected[first + index])
                << recipe.name << ", " << threads << " threads, batch of " << batch << ", picture " << first + index;
          }
        }
      }
    }
  }
}

TEST_P(NativeBackend, ManyCallersGetTheirOwnAnswers) {
  const Album album;
  for (const int threads : {1, 2}) {
    const Detector detector(options("openface", "native", threads));
    const std::vector<std::vector<Face>> expected = detector.detect(album.views());
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 8; ++caller) {
      callers.emplace_back([&, caller] {
        const std::size_t first = caller;
        EXPECT_EQ(detector.detect(album.views()[first]), expected[first]);
        EXPECT_EQ(detector.detect(album.views()), expected);
      });
    }
    for (std::thread& caller : callers) caller.join();
  }
}

INSTANTIATE_TEST_SUITE_P(Isa, NativeBackend, testing::ValuesIn(names_of_compiled_instruction_sets()), name_of);

}  // namespace
}  // namespace mtcnn::native
