#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

#include "mtcnn/detector.h"
#include "mtcnn/error.h"
#include "mtcnn/info.h"
#include "mtcnn/mtcnn.h"
#include "support/pictures.h"

// The interface of C against that of C++: the same answers to the last bit, and the same words.

namespace mtcnn::test {
namespace {

using Detectors = std::unique_ptr<mtcnn_detector, decltype(&mtcnn_detector_destroy)>;
using Results = std::unique_ptr<mtcnn_results, decltype(&mtcnn_results_destroy)>;

Detectors make_detector(const mtcnn_options& options) {
  mtcnn_detector* detector = nullptr;
  EXPECT_EQ(mtcnn_detector_create(&options, &detector), MTCNN_OK) << mtcnn_last_error();
  return {detector, mtcnn_detector_destroy};
}

Results make_results() {
  mtcnn_results* results = nullptr;
  EXPECT_EQ(mtcnn_results_create(&results), MTCNN_OK);
  return {results, mtcnn_results_destroy};
}

mtcnn_options default_options() {
  mtcnn_options options;
  EXPECT_EQ(mtcnn_options_init(&options, sizeof options), MTCNN_OK);
  return options;
}

mtcnn_image image_of(const ImageView& view) {
  return {.data = view.data,
          .stride = view.stride,
          .width = view.width,
          .height = view.height,
          .format = static_cast<std::uint8_t>(view.format),
          .orientation = static_cast<std::uint8_t>(view.orientation),
          .luma_weights =
              static_cast<std::uint8_t>(view.luma_weights == LumaWeights::kBt601 ? MTCNN_LUMA_BT601 : MTCNN_LUMA_BT709),
          .luma_range =
              static_cast<std::uint8_t>(view.luma_range == LumaRange::kFull ? MTCNN_RANGE_FULL : MTCNN_RANGE_LIMITED),
          .chroma = {view.chroma[0], view.chroma[1]},
          .chroma_strides = {view.chroma_strides[0], view.chroma_strides[1]},
          .pixel_stride = view.pixel_stride,
          .colour_stride = view.colour_stride};
}

Face face_of(const mtcnn_face& face) {
  Face result;
  result.box = {face.box.x, face.box.y, face.box.width, face.box.height};
  result.score = face.score;
  for (std::size_t point = 0; point < kLandmarkCount; ++point) {
    result.landmarks[point] = {face.landmarks[point].x, face.landmarks[point].y};
  }
  return result;
}

std::vector<std::vector<Face>> found_in_c(const mtcnn_detector* detector, const std::vector<ImageView>& views) {
  std::vector<mtcnn_image> images;
  for (const ImageView& view : views) images.push_back(image_of(view));
  const Results results = make_results();
  EXPECT_EQ(mtcnn_detect(detector, images.data(), images.size(), results.get()), MTCNN_OK) << mtcnn_last_error();
  std::vector<std::vector<Face>> answers(mtcnn_results_image_count(results.get()));
  for (std::size_t image = 0; image < answers.size(); ++image) {
    const mtcnn_face* faces = nullptr;
    std::size_t count = 0;
    EXPECT_EQ(mtcnn_results_faces(results.get(), image, &faces, &count), MTCNN_OK);
    for (std::size_t index = 0; index < count; ++index) answers[image].push_back(face_of(faces[index]));
  }
  return answers;
}

void expect_same(const mtcnn_options& options, const DetectorOptions& options_of_cpp,
                 const std::vector<ImageView>& views, std::size_t least_faces) {
  const auto expected = Detector(options_of_cpp).detect(views);
  std::size_t faces = 0;
  for (const auto& answer : expected) faces += answer.size();
  ASSERT_GE(faces, least_faces);
  EXPECT_EQ(found_in_c(make_detector(options).get(), views), expected);
}

TEST(CApi, AnswersAsCppDoesHoweverThePictureIsStored) {
  const std::vector<StoredPicture> pictures = stored_in_every_way(drawn_faces());
  std::vector<ImageView> views;
  for (const StoredPicture& picture : pictures) views.push_back(picture.view());
  mtcnn_options options = default_options();
  options.min_face_size = 40;
  expect_same(options, {.min_face_size = 40}, views, pictures.size());
}

/// Any bytes make planes, whatever they show: with the lowest thresholds there is much that could differ.
TEST(CApi, AnswersAsCppDoesInEveryKindOfPlanes) {
  const RgbPicture bytes = noise(64, 64);
  std::vector<ImageView> views;
  for (const PixelFormat format : {PixelFormat::kGrey, PixelFormat::kNv12, PixelFormat::kI420}) {
    for (const LumaWeights weights : {LumaWeights::kBt601, LumaWeights::kBt709}) {
      for (const LumaRange range : {LumaRange::kLimited, LumaRange::kFull}) {
        const std::uint8_t* const pixels = bytes.pixels.data();
        views.push_back({.data = pixels,
                         .stride = 64,
                         .width = 63,
                         .height = 64,
                         .format = format,
                         .chroma = {pixels + 64 * 64, pixels + 64 * 96},
                         .chroma_strides = {64, 63},
                         .luma_weights = weights,
                         .luma_range = range});
      }
    }
  }
  mtcnn_options options = default_options();
  options.min_face_size = 12;
  for (double& threshold : options.thresholds) threshold = 0.001;
  expect_same(options, {.min_face_size = 12, .thresholds = {0.001, 0.001, 0.001}}, views, views.size());
}

TEST(CApi, EveryOptionIsPassedOn) {
  const RgbPicture picture = drawn_faces();
  mtcnn_options options = default_options();
  options.min_face_size = 20;
  options.max_face_size = 80;
  options.thresholds[0] = 0.5;
  options.thresholds[1] = 0.55;
  options.thresholds[2] = 0.65;
  options.scale_factor = 0.8;
  options.max_faces = 1;
  options.threads = 2;
  options.recipe = "facenet";
  options.backend = "reference";
  const DetectorOptions options_of_cpp{.min_face_size = 20,
                                       .max_face_size = 80,
                                       .thresholds = {0.5, 0.55, 0.65},
                                       .scale_factor = 0.8,
                                       .max_faces = 1,
                                       .recipe = "facenet",
                                       .backend = "reference",
                                       .threads = 2};
  expect_same(options, options_of_cpp, {picture.view()}, 1);
}

TEST(CApi, OrientationZeroIsUpright) {
  const RgbPicture picture = drawn_faces();
  mtcnn_image image = image_of(picture.view());
  image.orientation = 0;
  const Results results = make_results();
  ASSERT_EQ(mtcnn_detect(make_detector(default_options()).get(), &image, 1, results.get()), MTCNN_OK);
  const mtcnn_face* faces = nullptr;
  std::size_t count = 0;
  ASSERT_EQ(mtcnn_results_faces(results.get(), 0, &faces, &count), MTCNN_OK);
  const std::vector<Face> expected = Detector().detect(picture.view());
  ASSERT_EQ(count, expected.size());
  for (std::size_t index = 0; index < count; ++index) EXPECT_EQ(face_of(faces[index]), expected[index]);
}

TEST(CApi, StatusesHaveTheNamesOfErrorCodes) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::kUnwritable); ++code) {
    EXPECT_EQ(mtcnn_status_name(code + 1), name(static_cast<ErrorCode>(code)));
  }
}

TEST(CApi, ListsTheRecipesOfCpp) {
  const std::vector<RecipeInfo> expected = recipes();
  ASSERT_EQ(mtcnn_recipe_count(), expected.size());
  for (std::size_t index = 0; index < expected.size(); ++index) {
    EXPECT_EQ(mtcnn_recipe_name(index), expected[index].name);
    EXPECT_EQ(mtcnn_recipe_answers_as(index), expected[index].answers_as);
  }
  EXPECT_EQ(mtcnn_version(), version());
}

}  // namespace
}  // namespace mtcnn::test
