#include "bench/peak.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/peak.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#if HWY_NATIVE_FMA
HWY_BEFORE_NAMESPACE();
namespace mtcnn::bench::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// As many sums as hide the latency of a multiply-add on two units.
double multiply_adds_of_loop(long rounds) {
  const hn::ScalableTag<float> d;
  constexpr int kSums = HWY_TARGET == HWY_AVX2 ? 12 : 24;
  const auto factor = hn::Set(d, 0.999F);
  const auto addend = hn::Set(d, 0.001F);
  hn::Vec<decltype(d)> sums[kSums];
  HWY_UNROLL(24)
  for (int sum = 0; sum < kSums; ++sum) sums[sum] = hn::Set(d, 0.5F + 0.01F * static_cast<float>(sum));
  for (long round = 0; round < rounds; ++round) {
    HWY_UNROLL(24)
    for (int sum = 0; sum < kSums; ++sum) sums[sum] = hn::MulAdd(sums[sum], factor, addend);
  }
  // Without a use the compiler would drop the loop.
  auto total = sums[0];
  for (int sum = 1; sum < kSums; ++sum) total = hn::Add(total, sums[sum]);
  volatile float used = hn::GetLane(total);
  (void)used;
  return static_cast<double>(rounds) * kSums * static_cast<double>(hn::Lanes(d));
}

}  // namespace mtcnn::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA

#if HWY_ONCE
#include <barrier>
#include <thread>
#include <vector>

#include "backends/native/instruction_sets.h"
#include "bench/timed_backend.h"

namespace mtcnn::bench {
namespace {

double loop_of_active_set(long rounds) {
  switch (native::active_instruction_set().target) {
#if HWY_TARGETS & HWY_AVX3
    case HWY_AVX3:
      return N_AVX3::multiply_adds_of_loop(rounds);
#endif
#if HWY_TARGETS & HWY_AVX2
    case HWY_AVX2:
      return N_AVX2::multiply_adds_of_loop(rounds);
#endif
#if HWY_TARGETS & HWY_NEON
    case HWY_NEON:
      return N_NEON::multiply_adds_of_loop(rounds);
#endif
    default:
      return 0;
  }
}

}  // namespace

double peak_multiply_adds(int threads) {
  constexpr long kRounds = 5'000'000;
  loop_of_active_set(kRounds / 10);
  std::barrier start(threads + 1);
  std::vector<std::thread> workers;
  std::vector<double> done(threads);
  for (int worker = 0; worker < threads; ++worker) {
    workers.emplace_back([&, worker] {
      start.arrive_and_wait();
      done[worker] = loop_of_active_set(kRounds);
    });
  }
  start.arrive_and_wait();
  const double began = now();
  for (std::thread& worker : workers) worker.join();
  double sum = 0;
  for (const double count : done) sum += count;
  return sum / (now() - began);
}

}  // namespace mtcnn::bench
#endif  // HWY_ONCE
