#include "tracking/tracker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mtcnn::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tracking::Tracker;

Face face_at(float x, float y = 100, float side = 50) {
  return {.box = {x, y, side, side}, .score = 0.9F, .landmarks = {}};
}

TEST(Tracker, NumbersFacesFromOne) {
  Tracker tracker;
  EXPECT_THAT(tracker.update({}), IsEmpty());
  const std::vector<Face> faces = {face_at(0), face_at(200)};
  EXPECT_THAT(tracker.update(faces), ElementsAre(1, 2));
}

TEST(Tracker, FollowsFacesInWhateverOrderTheyCome) {
  Tracker tracker;
  for (int frame = 0; frame < 20; ++frame) {
    const float way = 6.0F * static_cast<float>(frame);
    const Face right = face_at(way);
    const Face left = face_at(600 - way);
    const std::vector<Face> faces = frame % 2 == 0 ? std::vector{right, left} : std::vector{left, right};
    const std::vector<std::int64_t> ids = tracker.update(faces);
    EXPECT_THAT(ids, frame % 2 == 0 ? ElementsAre(1, 2) : ElementsAre(2, 1)) << frame;
  }
}

TEST(Tracker, AFaceThatIsHiddenForSomeFramesKeepsItsId) {
  Tracker tracker;
  float x = 0;
  const auto seen = [&] {
    const std::vector<Face> faces = {face_at(x)};
    return tracker.update(faces);
  };
  for (int frame = 0; frame < 10; ++frame, x += 5) EXPECT_THAT(seen(), ElementsAre(1));
  for (int frame = 0; frame < Tracker::kLongestAbsence; ++frame, x += 5) tracker.update({});
  // By now it is far from where it was last seen.
  EXPECT_THAT(seen(), ElementsAre(1));
  for (int frame = 0; frame <= Tracker::kLongestAbsence; ++frame, x += 5) tracker.update({});
  EXPECT_THAT(seen(), ElementsAre(2));
}

TEST(Tracker, FacesApartFromAllTracksAreNew) {
  Tracker tracker;
  const std::vector<Face> first = {face_at(0)};
  const std::vector<Face> second = {face_at(400), face_at(2)};
  tracker.update(first);
  EXPECT_THAT(tracker.update(second), ElementsAre(2, 1));
}

}  // namespace
}  // namespace mtcnn::test
