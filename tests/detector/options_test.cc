#include "detector/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

void expect_refused(const DetectorOptions& options, const std::string& reason) {
  try {
    const Detector detector(options);
    ADD_FAILURE() << "accepted; should have been refused with: " << reason;
  } catch (const Error& error) {
    EXPECT_EQ(error.stage(), ErrorStage::kOptions);
    EXPECT_THAT(error.what(), testing::HasSubstr(reason));
  }
}

TEST(Options, DefaultsAndExtremesAreAccepted) {
  EXPECT_NO_THROW(check_options({}));
  EXPECT_NO_THROW(check_options({.min_face_size = 1}));
  EXPECT_NO_THROW(check_options({.min_face_size = 60, .max_face_size = 60}));
  EXPECT_NO_THROW(check_options({.thresholds = {0, 1, 0.5}}));
  EXPECT_NO_THROW(check_options({.max_faces = 1, .threads = 64}));
}

TEST(Options, WrongValuesAreRefusedByName) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const double size : {0.0, 0.5, -20.0, kNaN, kInfinity}) {
    expect_refused({.min_face_size = size}, "the smallest face must be");
  }
  for (const double size : {59.0, -1.0, kNaN}) {
    expect_refused({.max_face_size = size}, "the largest face must be");
  }
  for (const double threshold : {-0.1, 1.1, kNaN, kInfinity}) {
    for (int network = 0; network < 3; ++network) {
      DetectorOptions options;
      options.thresholds[network] = threshold;
      expect_refused(options, "a threshold must be");
    }
  }
  for (const double factor : {0.0, 1.0, -0.5, 1.5, kNaN}) {
    expect_refused({.scale_factor = factor}, "the scale factor must be");
  }
  for (const int faces : {0, -1}) expect_refused({.max_faces = faces}, "the number of faces");
  for (const int threads : {-1, 1025}) expect_refused({.threads = threads}, "the number of threads");
  for (const int proposals : {0, -1, (1 << 20) + 1})
    expect_refused({.max_proposals = proposals}, "the number of proposals");
  for (const double seconds : {0.0, -1.0, kNaN}) expect_refused({.deadline = seconds}, "the deadline must be");
  expect_refused({.recipe = "none"}, "there is no recipe \"none\"");
  expect_refused({.backend = "none"}, "there is no backend \"none\"");
}

TEST(Options, MessageAndDetailsSayTheValue) {
  expect_refused({.scale_factor = 1.25}, "not 1.25");
  try {
    check_options({.min_face_size = 0.25});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.details().limit, 1);
    EXPECT_EQ(error.details().actual, 0.25);
  }
}

}  // namespace
}  // namespace mtcnn::test
