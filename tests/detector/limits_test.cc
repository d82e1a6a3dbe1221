// What bounds the work of a search, and how an image tells that it was bounded or refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>
#include <thread>

#include "mtcnn/detector.h"
#include "mtcnn/info.h"
#include "support/pictures.h"
#include "support/sanitizers.h"

namespace mtcnn::test {
namespace {

/// Noise, and thresholds that let all of it pass.
const RgbPicture& hostile_picture() {
  static const RgbPicture picture = noise(64, 48);
  return picture;
}

DetectorOptions permissive(int max_proposals) {
  return {.min_face_size = 12, .thresholds = {0, 0, 0}, .max_proposals = max_proposals};
}

TEST(Limits, ProposalsAreCappedAndTheAnswerSaysSo) {
  const ImageView view = hostile_picture().view();
  const Detection capped = Detector(permissive(50)).detect_each({&view, 1}).front();
  EXPECT_TRUE(capped.is_capped);
  EXPECT_FALSE(capped.faces.empty());
  EXPECT_LE(capped.faces.size(), 50U);
  EXPECT_FALSE(Detector(permissive(1 << 20)).detect_each({&view, 1}).front().is_capped);
}

TEST(Limits, CappedAnswersAreTheSameHoweverTheyAreComputed) {
  const ImageView view = hostile_picture().view();
  for (const RecipeInfo& recipe : recipes()) {
    DetectorOptions options = permissive(40);
    options.recipe = recipe.name;
    options.backend = "reference";
    const std::vector<Face> expected = Detector(options).detect(view);
    options.backend = "native";
    for (const int threads : {1, 2, 8}) {
      options.threads = threads;
      EXPECT_EQ(Detector(options).detect(view), expected) << recipe.name << " " << threads;
    }
    options.deadline = 3600;
    EXPECT_EQ(Detector(options).detect(view), expected) << recipe.name;
  }
}

TEST(Limits, DeadlineRefusesTheImage) {
  DetectorOptions options = permissive(100);
  options.deadline = std::numeric_limits<double>::min();
  const Detector detector(options);
  const ImageView view = hostile_picture().view();
  try {
    detector.detect(view);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kDeadline);
    EXPECT_EQ(error.stage(), ErrorStage::kDetect);
  }
  const Detection detection = detector.detect_each({&view, 1}).front();
  ASSERT_TRUE(detection.error);
  EXPECT_EQ(detection.error->code(), ErrorCode::kDeadline);
  EXPECT_TRUE(detection.faces.empty());
}

TEST(Limits, OneRefusedImageDoesNotKeepTheOthersFromBeingSearched) {
  const Detector detector({.min_face_size = 20});
  const RgbPicture picture = drawn_faces();
  ImageView wrong = picture.view();
  wrong.stride = 5;
  const ImageView views[] = {picture.view(), wrong, picture.view()};
  const std::vector<Detection> detections = detector.detect_each(views);
  ASSERT_EQ(detections.size(), 3U);
  EXPECT_EQ(detections[0].faces, detector.detect(picture.view()));
  EXPECT_EQ(detections[2].faces, detections[0].faces);
  EXPECT_FALSE(detections[0].error);
  ASSERT_TRUE(detections[1].error);
  EXPECT_EQ(detections[1].error->code(), ErrorCode::kInvalidArgument);
  EXPECT_TRUE(detections[1].faces.empty());
}

TEST(Limits, MemoryThatIsUsedAgainKeepsNothingOfTheCallBefore) {
  const Detector detector({.min_face_size = 20});
  const RgbPicture picture = drawn_faces();
  ImageView wrong = picture.view();
  wrong.data = nullptr;
  const ImageView right = picture.view();
  std::vector<Detection> detections;
  detector.detect_each({&right, 1}, detections);
  const std::vector<Face> faces = detections.front().faces;
  detector.detect_each({&wrong, 1}, detections);
  EXPECT_TRUE(detections.front().error);
  EXPECT_TRUE(detections.front().faces.empty());
  detector.detect_each({&right, 1}, detections);
  EXPECT_FALSE(detections.front().error);
  EXPECT_EQ(detections.front().faces, faces);
}

TEST(Limits, PixelsThatChangeDuringTheSearchDoNoHarm) {
  if (kThreadSanitized) GTEST_SKIP() << "which is a race, as ThreadSanitizer would rightly say";
  RgbPicture picture = drawn_faces();
  const Detector detector(permissive(60));
  const ImageView view = picture.view();
  std::atomic<bool> is_done = false;
  std::thread changer([&] {
    for (std::size_t byte = 0; !is_done; byte = (byte + 7919) % picture.pixels.size()) {
      std::atomic_ref(picture.pixels[byte]).fetch_xor(0xFF, std::memory_order_relaxed);
    }
  });
  for (int round = 0; round < 10; ++round) {
    for (const Face& face : detector.detect(view)) EXPECT_TRUE(std::isfinite(face.score));
  }
  is_done = true;
  changer.join();
}

}  // namespace
}  // namespace mtcnn::test
