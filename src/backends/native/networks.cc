#include "backends/native/networks.h"

// Highway includes this file once for each instruction set, which compiles everything in the headers ending in -inl.h
// anew in a namespace of its own. Those that lack fused multiply-adds are left out (CMakeLists.txt).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backends/native/networks.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#if HWY_NATIVE_FMA
#include "backends/native/onet-inl.h"
#include "backends/native/pnet-inl.h"
#include "backends/native/rnet-inl.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

class CompiledNetworks final : public Networks {
 public:
  explicit CompiledNetworks(const NetworkWeights& weights) : pnet_(weights), rnet_(weights), onet_(weights) {}

  void propose(const Level& level, const Band& band, const CellRule& rule, Scratch& scratch,
               std::vector<Cell>& cells) const override {
    scratch.clear();
    pnet_.propose(level, band, rule, scratch, cells);
  }

  void refine(std::span<const Roi> rois, Scratch& scratch, std::span<RNetOutput> outputs) const override {
    scratch.clear();
    rnet_(rois, scratch, outputs);
  }

  void landmarks(std::span<const Roi> rois, Scratch& scratch, std::span<ONetOutput> outputs) const override {
    scratch.clear();
    onet_(rois, scratch, outputs);
  }

 private:
  PNet pnet_;
  RNet rnet_;
  ONet onet_;
};

std::unique_ptr<const Networks> make_compiled_networks(const NetworkWeights& weights) {
  return std::make_unique<CompiledNetworks>(weights);
}

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA

#if HWY_ONCE
namespace mtcnn::native {
namespace {

struct Target {
  std::int64_t bit;
  std::unique_ptr<const Networks> (*make)(const NetworkWeights& weights);
};

// The best first.
constexpr Target kTargets[] = {
#if HWY_TARGETS & HWY_AVX3
    {HWY_AVX3, N_AVX3::make_compiled_networks},
#endif
#if HWY_TARGETS & HWY_AVX2
    {HWY_AVX2, N_AVX2::make_compiled_networks},
#endif
#if HWY_TARGETS & HWY_NEON
    {HWY_NEON, N_NEON::make_compiled_networks},
#endif
};

}  // namespace

std::unique_ptr<const Networks> make_networks(std::int64_t target, const NetworkWeights& weights) {
  for (const Target& candidate : kTargets) {
    if (candidate.bit == target) return candidate.make(weights);
  }
  return nullptr;
}

std::int64_t compiled_targets() {
  std::int64_t targets = 0;
  for (const Target& target : kTargets) targets |= target.bit;
  return targets;
}

}  // namespace mtcnn::native
#endif  // HWY_ONCE
