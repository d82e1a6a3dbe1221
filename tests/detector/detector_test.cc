#include "mtcnn/detector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "mtcnn/error.h"
#include "mtcnn/info.h"
#include "support/pictures.h"

namespace mtcnn::test {
namespace {

using Faces = std::vector<Face>;

DetectorOptions options(const std::string& recipe = "openface") { return {.min_face_size = 20, .recipe = recipe}; }

const RgbPicture& picture() {
  static const RgbPicture drawn = drawn_faces();
  return drawn;
}

const Faces& faces_of_picture() {
  static const Faces faces = Detector(options()).detect(picture().view());
  return faces;
}

TEST(Detector, FindsTheDrawnFacesWithEachRecipe) {
  constexpr Point kNoses[] = {{55, 75}, {150, 91}, {195, 33}};
  for (const RecipeInfo& recipe : recipes()) {
    const Faces faces = Detector(options(recipe.name)).detect(picture().view());
    EXPECT_EQ(faces.size(), std::size(kNoses)) << recipe.name;
    for (const Point& nose : kNoses) {
      EXPECT_TRUE(std::any_of(faces.begin(), faces.end(), [&](const Face& face) {
        const Point& found = face.landmarks[kNose];
        return std::abs(found.x - nose.x) < 4 && std::abs(found.y - nose.y) < 4;
      })) << recipe.name;
    }
  }
}

TEST(Detector, FindsNothingWhereNothingIs) {
  const std::vector<std::uint8_t> black(300 * 200);
  const ImageView view{.data = black.data(), .stride = 300, .width = 300, .height = 200, .format = PixelFormat::kGrey};
  for (const RecipeInfo& recipe : recipes()) {
    EXPECT_TRUE(Detector({.recipe = recipe.name}).detect(view).empty()) << recipe.name;
  }
}

TEST(Detector, FindsNothingInTheTiniestPictures) {
  for (const int side : {1, 11, 12, 13, 19}) {
    const RgbPicture tiny = noise(side, side);
    for (const RecipeInfo& recipe : recipes()) {
      EXPECT_TRUE(Detector(options(recipe.name)).detect(tiny.view()).empty()) << side;
    }
  }
}

TEST(Detector, OfNoImagesGivesNoAnswers) { EXPECT_TRUE(Detector().detect(std::span<const ImageView>{}).empty()); }

TEST(Detector, AnswersByScore) {
  EXPECT_TRUE(std::is_sorted(faces_of_picture().begin(), faces_of_picture().end(),
                             [](const Face& a, const Face& b) { return a.score > b.score; }));
}

TEST(Detector, AnswerDoesNotDependOnThreads) {
  for (const int threads : {1, 2, 5}) {
    DetectorOptions threaded = options();
    threaded.threads = threads;
    EXPECT_EQ(Detector(threaded).detect(picture().view()), faces_of_picture()) << threads;
  }
}

TEST(Detector, AnswerDoesNotDependOnTheOtherImagesOfTheCall) {
  const RgbPicture others[] = {noise(50, 70), noise(90, 40), noise(5, 5)};
  const std::vector<ImageView> views = {others[0].view(), picture().view(), others[1].view(), others[2].view(),
                                        picture().view()};
  for (const RecipeInfo& recipe : recipes()) {
    const Detector detector(options(recipe.name));
    const std::vector<Faces> answers = detector.detect(views);
    ASSERT_EQ(answers.size(), views.size());
    for (std::size_t index = 0; index < views.size(); ++index) {
      EXPECT_EQ(answers[index], detector.detect(views[index])) << recipe.name << ", image " << index;
    }
  }
}

TEST(Detector, AnswerDoesNotDependOnHowThePictureIsStored) {
  const Detector detector({.min_face_size = 40});
  const Faces expected = detector.detect(picture().view());
  ASSERT_FALSE(expected.empty());
  for (const StoredPicture& stored : stored_in_every_way(picture())) {
    EXPECT_EQ(detector.detect(stored.view()), expected) << stored.name;
  }
}

TEST(Detector, ServesManyThreadsAtOnce) {
  const Detector detector(options());
  std::vector<Faces> answers(8);
  std::vector<std::thread> threads;
  for (Faces& answer : answers) threads.emplace_back([&] { answer = detector.detect(picture().view()); });
  for (std::thread& thread : threads) thread.join();
  for (const Faces& answer : answers) EXPECT_EQ(answer, faces_of_picture());
}

TEST(Detector, MaxFacesKeepsTheHighestScores) {
  DetectorOptions limited = options();
  limited.max_faces = 2;
  EXPECT_EQ(Detector(limited).detect(picture().view()),
            Faces(faces_of_picture().begin(), faces_of_picture().begin() + 2));
}

TEST(Detector, RefusesAWrongViewByItsPlaceInTheCall) {
  ImageView wrong = picture().view();
  wrong.stride = 5;
  const ImageView views[] = {picture().view(), wrong};
  try {
    Detector().detect(views);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.stage(), ErrorStage::kDetect);
    EXPECT_THAT(error.what(), testing::StartsWith("image 1: "));
  }
  EXPECT_THROW(Detector().detect(wrong), Error);
}

TEST(Detector, MayBeMoved) {
  Detector first(options());
  const Detector second = std::move(first);
  EXPECT_EQ(second.detect(picture().view()), faces_of_picture());
}

TEST(Detector, NamesTheBackendThatAutoCameTo) { EXPECT_EQ(Detector().backend(), backends().front().name); }

}  // namespace
}  // namespace mtcnn::test
