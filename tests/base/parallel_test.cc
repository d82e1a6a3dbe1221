#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace mtcnn::test {
namespace {

TEST(Parallel, RunsEachTaskOnce) {
  for (const int threads : {0, 1, 2, 7}) {
    for (const std::size_t count : {0, 1, 2, 1000}) {
      std::vector<std::atomic<int>> runs(count);
      Parallel(threads).for_each(count, [&](std::size_t index) { ++runs[index]; });
      for (const auto& run : runs) EXPECT_EQ(run, 1) << threads << " threads, " << count << " tasks";
    }
  }
}

TEST(Parallel, OneThreadRunsTasksInOrderOnTheCaller) {
  std::vector<std::size_t> order;
  Parallel(1).for_each(5, [&, caller = std::this_thread::get_id()](std::size_t index) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    order.push_back(index);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(Parallel, NeverRunsMoreTasksAtOnceThanThreads) {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  Parallel(2).for_each(40, [&](std::size_t) {
    const int now = ++running;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --running;
  });
  EXPECT_LE(most, 2);
}

TEST(Parallel, ThrowsWhatATaskThrew) {
  for (const int threads : {1, 2}) {
    EXPECT_THROW(Parallel(threads).for_each(100,
                                            [](std::size_t index) {
                                              if (index == 50) throw std::out_of_range("50");
                                            }),
                 std::out_of_range);
  }
}

TEST(Parallel, UsesAtMostOneThreadPerCore) {
  const int cores = Parallel(0).threads();
  EXPECT_GE(cores, 1);
  EXPECT_EQ(Parallel(1).threads(), 1);
  EXPECT_EQ(Parallel(cores).threads(), cores);
  EXPECT_EQ(Parallel(cores + 100000).threads(), cores);
}

TEST(Parallel, NestedCallsShareTheThreadsOfTheOuterOne) {
  const Parallel outer(2);
  const Parallel inner(0);
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  // The last outer task is the longest, so that the thread of the others helps with it.
  outer.for_each(3, [&](std::size_t task) {
    inner.for_each(4 + 20 * task, [&](std::size_t) {
      const int now = ++running;
      for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      --running;
    });
  });
  EXPECT_LE(most, 2);
}

TEST(Parallel, MayBeNestedAndCalledFromManyThreads) {
  const Parallel parallel(2);
  std::atomic<int> runs = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back(
        [&] { parallel.for_each(8, [&](std::size_t) { parallel.for_each(8, [&](std::size_t) { ++runs; }); }); });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(runs, 4 * 8 * 8);
}

}  // namespace
}  // namespace mtcnn::test
