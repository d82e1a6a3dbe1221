#include "cli/job/conveyor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

namespace mtcnn::test {
namespace {

using cli::Conveyor;
using testing::ElementsAre;
using testing::IsEmpty;

/// Waits for what another thread is about to do.
template <class Condition>
bool comes_true(const Condition& condition) {
  for (int tries = 0; tries < 2000 && !condition(); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return condition();
}

TEST(Conveyor, KeepsTheOrder) {
  Conveyor<int> conveyor(100);
  for (int thing = 0; thing < 5; ++thing) EXPECT_TRUE(conveyor.put(thing, 1));
  EXPECT_THAT(conveyor.take(2), ElementsAre(0, 1));
  EXPECT_THAT(conveyor.take(10), ElementsAre(2, 3, 4));
}

TEST(Conveyor, WhatLiesThereIsTakenAfterTheEnd) {
  Conveyor<int> conveyor(100);
  conveyor.put(1, 1);
  conveyor.end();
  EXPECT_THAT(conveyor.take(10), ElementsAre(1));
  EXPECT_THAT(conveyor.take(10), IsEmpty());
}

TEST(Conveyor, HoldsBackWhoeverPutsTooMuch) {
  Conveyor<int> conveyor(10);
  std::atomic<int> put = 0;
  std::jthread producer([&] {
    for (int thing = 0; thing < 6; ++thing) {
      conveyor.put(thing, 4);
      ++put;
    }
  });
  EXPECT_TRUE(comes_true([&] { return put == 2; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(put, 2);
  EXPECT_THAT(conveyor.take(1), ElementsAre(0));
  EXPECT_TRUE(comes_true([&] { return put == 3; }));
  for (int thing = 1; thing < 6; ++thing) EXPECT_THAT(conveyor.take(1), ElementsAre(thing));
}

TEST(Conveyor, SomethingHeavierThanItsCapacityGoesAlone) {
  Conveyor<int> conveyor(10);
  conveyor.put(1, 1000);
  std::jthread producer([&] { conveyor.put(2, 1); });
  EXPECT_THAT(conveyor.take(10), ElementsAre(1));
  EXPECT_THAT(conveyor.take(10), ElementsAre(2));
}

TEST(Conveyor, WhatIsOutdatedMakesRoom) {
  Conveyor<int> conveyor(2);
  const auto is_even = [](int thing) { return thing % 2 == 0; };
  conveyor.put(1, 1);
  EXPECT_EQ(conveyor.replace(2, 1, is_even), 0U);
  EXPECT_EQ(conveyor.replace(4, 1, is_even), 1U);
  EXPECT_EQ(conveyor.replace(6, 1, is_even), 1U);
  EXPECT_THAT(conveyor.take(10), ElementsAre(1, 6));
  conveyor.put(3, 2);  // there is room again
  conveyor.cancel();
  EXPECT_EQ(conveyor.replace(8, 1, is_even), std::nullopt);
}

TEST(Conveyor, WhoeverWaitsIsTold) {
  Conveyor<int> conveyor(1);
  {
    const std::jthread consumer([&] { EXPECT_THAT(conveyor.take(1), IsEmpty()); });
    conveyor.end();
  }
  conveyor.put(1, 1);
  const std::jthread producer([&] { EXPECT_FALSE(conveyor.put(2, 1)); });
  conveyor.cancel();
}

TEST(Conveyor, DropsWhatNobodyTakes) {
  const auto thing = std::make_shared<int>(1);
  Conveyor<std::shared_ptr<int>> conveyor(10);
  conveyor.put(thing, 1);
  conveyor.cancel();
  EXPECT_EQ(thing.use_count(), 1);
  EXPECT_THAT(conveyor.take(1), IsEmpty());
}

}  // namespace
}  // namespace mtcnn::test
