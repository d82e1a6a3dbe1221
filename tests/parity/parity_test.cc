// The third rung of truth: the whole detector against what the projects themselves answered on real pictures.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <iostream>
#include <string>
#include <vector>

#include "media/picture.h"
#include "mtcnn/detector.h"
#include "parity/answers.h"
#include "support/faces.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

struct Peer {
  std::string recipe;
  std::string committed_folder;  ///< below tests/parity/answers/
  std::string shared_folder;     ///< below golden/
  Tolerance tolerance;
  /// mtcnn 1.0.0 resizes in single precision, which on large pictures moves its own answer by as much.
  Tolerance large_tolerance;
};

const std::vector<Peer>& peers() {
  static const Tolerance exact{.iou = 0.9999, .landmark = 0.01, .score = 1e-5};
  static const std::vector<Peer> all = {
      {"openface", "pymtcnn", "pymtcnn", exact, exact},
      {"facenet", "facenet-pytorch", "facenet-pytorch", exact, exact},
      {"mtcnn",
       "mtcnn",
       "mtcnn-ipazc",
       {.iou = 0.999, .landmark = 0.1, .score = 1e-4},
       {.iou = 0.999, .landmark = 0.5, .score = 1e-3}},
  };
  return all;
}

constexpr std::int64_t kLargePixels = 8'000'000;

/// Pictures whose pixels depend on how a decoder converts them: the same faces, not the same decimals.
bool depends_on_decoder(const std::filesystem::path& picture) {
  return picture.filename() == "cmyk.jpg" || picture.filename() == "sixteen_bit.png";
}
constexpr Tolerance kSameFaces{.iou = 0.9, .landmark = 1e9, .score = 1};

struct Case {
  Peer peer;
  std::filesystem::path file;
};

void PrintTo(const Case& tested, std::ostream* stream) {
  *stream << tested.peer.recipe << " " << tested.file.filename().string();
}

std::vector<Case> cases(const std::filesystem::path& answers, std::string Peer::*folder) {
  std::vector<Case> all;
  for (const Peer& peer : peers()) {
    for (const auto& file : answer_files(answers / (peer.*folder))) all.push_back({peer, file});
  }
  return all;
}

std::string case_name(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.peer.recipe + "_" + info.param.file.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name + "_" + std::to_string(info.index);
}

void expect_parity(const Case& tested, const Answer& answer) {
  const media::Picture picture = media::decode_picture(read_file(answer.picture));
  const Detector detector({.min_face_size = answer.min_face_size,
                           .thresholds = answer.thresholds,
                           .scale_factor = answer.scale_factor,
                           .recipe = tested.peer.recipe});
  const Agreement agreement = compare(answer.faces, detector.detect(picture.view()));
  std::cout << tested.peer.recipe << " " << tested.file.stem().string() << ": " << agreement.text() << "\n";

  const bool large = std::int64_t{picture.width} * picture.height > kLargePixels;
  const Tolerance& tolerance = depends_on_decoder(answer.picture) ? kSameFaces
                               : large                            ? tested.peer.large_tolerance
                                                                  : tested.peer.tolerance;
  EXPECT_TRUE(agreement.within(tolerance)) << agreement.text();
}

class CommittedAnswers : public testing::TestWithParam<Case> {};

TEST_P(CommittedAnswers, AreGivenAgain) { expect_parity(GetParam(), read_committed_answer(GetParam().file)); }

INSTANTIATE_TEST_SUITE_P(Parity, CommittedAnswers,
                         testing::ValuesIn(cases(project_file("tests/parity/answers"), &Peer::committed_folder)),
                         case_name);

class SharedAnswers : public testing::TestWithParam<Case> {};

TEST_P(SharedAnswers, AreGivenAgain) {
  expect_parity(GetParam(), read_shared_answer(GetParam().file, *shared_folder()));
}

std::vector<Case> shared_cases() {
  const auto folder = shared_folder();
  return folder ? cases(*folder / "golden", &Peer::shared_folder) : std::vector<Case>{};
}

INSTANTIATE_TEST_SUITE_P(Parity, SharedAnswers, testing::ValuesIn(shared_cases()), case_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SharedAnswers);

TEST(SharedFolder, IsThere) {
  if (!shared_folder()) {
    GTEST_SKIP() << "the peers' answers on the shared pictures: there is no shared folder (set MTCNN_SHARED)";
  }
  EXPECT_FALSE(shared_cases().empty()) << "the shared folder holds no answers";
}

}  // namespace
}  // namespace mtcnn::test
