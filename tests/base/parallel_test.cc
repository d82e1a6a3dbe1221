#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace mtcnn::test {
namespace {

TEST(ParallelFor, RunsEachTaskOnce) {
  for (const int threads : {0, 1, 2, 7}) {
    for (const std::size_t count : {0, 1, 2, 1000}) {
      std::vector<std::atomic<int>> runs(count);
      parallel_for(threads, count, [&](std::size_t index) { ++runs[index]; });
      for (const auto& run : runs) EXPECT_EQ(run, 1) << threads << " threads, " << count << " tasks";
    }
  }
}

TEST(ParallelFor, OneThreadRunsTasksInOrderOnTheCaller) {
  std::vector<std::size_t> order;
  parallel_for(1, 5, [&, caller = std::this_thread::get_id()](std::size_t index) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    order.push_back(index);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(ParallelFor, NeverRunsMoreTasksAtOnceThanThreads) {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  parallel_for(2, 40, [&](std::size_t) {
    const int now = ++running;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --running;
  });
  EXPECT_LE(most, 2);
}

TEST(ParallelFor, ThrowsWhatATaskThrew) {
  for (const int threads : {1, 2}) {
    EXPECT_THROW(parallel_for(threads, 100,
                              [](std::size_t index) {
                                if (index == 50) throw std::out_of_range("50");
                              }),
                 std::out_of_range);
  }
}

TEST(ParallelFor, MayBeNestedAndCalledFromManyThreads) {
  std::atomic<int> runs = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back(
        [&] { parallel_for(2, 8, [&](std::size_t) { parallel_for(2, 8, [&](std::size_t) { ++runs; }); }); });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(runs, 4 * 8 * 8);
}

}  // namespace
}  // namespace mtcnn::test
