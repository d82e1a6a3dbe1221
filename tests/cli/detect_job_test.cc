#include "cli/job/detect_job.h"

#include <gtest/gtest.h>

#include <thread>

namespace mtcnn::test {
namespace {

using cli::share_threads;
using cli::ThreadShares;

TEST(ThreadShares, OneThreadDoesEverything) { EXPECT_TRUE(share_threads(1).is_serial); }

TEST(ThreadShares, StayWithinWhatIsAsked) {
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  for (int threads = 2; threads < cores; ++threads) {
    const ThreadShares shares = share_threads(threads);
    EXPECT_GE(shares.decoding, 1);
    EXPECT_GE(shares.searching, 1);
    EXPECT_EQ(shares.decoding + shares.searching, threads);
  }
}

TEST(ThreadShares, SearchingMayHaveEveryCore) {
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  for (const int threads : {0, cores, cores + 100}) EXPECT_EQ(share_threads(threads).searching, cores);
}

}  // namespace
}  // namespace mtcnn::test
