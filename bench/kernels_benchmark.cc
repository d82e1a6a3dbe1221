// Single stages through the seam, with Google Benchmark: `mtcnn-kernels-benchmark --benchmark_filter=...`.

#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "backends/registry.h"
#include "bench/multiply_adds.h"
#include "model/recipe.h"

namespace mtcnn::bench {
namespace {

constexpr int kWidth = 1920;
constexpr int kHeight = 1080;

const ImageView& noise() {
  static const std::vector<std::uint8_t> bytes = [] {
    std::mt19937 random(1);
    std::vector<std::uint8_t> values(std::size_t{3} * kWidth * kHeight);
    for (std::uint8_t& value : values) value = static_cast<std::uint8_t>(random());
    return values;
  }();
  static const ImageView view{.data = bytes.data(), .stride = 3 * kWidth, .width = kWidth, .height = kHeight};
  return view;
}

const Backend& backend() {
  static const NamedBackend native = make_backend("native", Weights::embedded(), 1);
  return *native.backend;
}

void report(benchmark::State& state, std::int64_t multiply_adds) {
  state.counters["multiply-adds/s"] =
      benchmark::Counter(static_cast<double>(multiply_adds), benchmark::Counter::kIsIterationInvariantRate);
}

void propose(benchmark::State& state) {
  const Level level{&noise(), static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
                    find_recipe("openface").level_sampling};
  std::vector<Cell> cells;
  for ([[maybe_unused]] auto iteration : state) backend().propose({&level, 1}, {.threshold = 0.6F}, cells);
  report(state, pnet_multiply_adds(level.width, level.height, static_cast<std::int64_t>(cells.size())));
}
BENCHMARK(propose)->Args({384, 216})->Args({137, 77})->Args({49, 28})->Args({25, 14});

std::vector<Roi> rois(std::int64_t count) {
  std::mt19937 random(2);
  std::vector<Roi> all;
  for (std::int64_t index = 0; index < count; ++index) {
    const double x = static_cast<double>(random() % (kWidth - 80));
    const double y = static_cast<double>(random() % (kHeight - 80));
    all.push_back({&noise(), {x, y, x + 80, y + 80}, find_recipe("openface").crop_sampling});
  }
  return all;
}

void refine(benchmark::State& state) {
  const std::vector<Roi> all = rois(state.range(0));
  std::vector<RNetOutput> outputs(all.size());
  for ([[maybe_unused]] auto iteration : state) backend().refine(all, outputs);
  report(state, state.range(0) * rnet_multiply_adds());
}
BENCHMARK(refine)->Arg(1)->Arg(4)->Arg(12)->Arg(100);

void landmarks(benchmark::State& state) {
  const std::vector<Roi> all = rois(state.range(0));
  std::vector<ONetOutput> outputs(all.size());
  for ([[maybe_unused]] auto iteration : state) backend().landmarks(all, outputs);
  report(state, state.range(0) * onet_multiply_adds());
}
BENCHMARK(landmarks)->Arg(1)->Arg(4)->Arg(12)->Arg(100);

}  // namespace
}  // namespace mtcnn::bench

BENCHMARK_MAIN();
