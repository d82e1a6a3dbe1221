// RNet over a batch of rois. Each roi goes through the layers that have many positions by itself, because its maps then
// stay in the cache; the last layers, whose weights are large and whose positions are few, take all rois at once.
//
//   crop 24x24x3 -> conv1 22x22x28 -> pool 11x11x28 -> conv2 9x9x48 -> pool 4x4x48     one roi after the other
//   -> conv3 3x3x64 -> dense4 128 -> heads 2 + 4                                       the positions are the rois

#if defined(MTCNN_NATIVE_RNET_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MTCNN_NATIVE_RNET_INL_H_
#undef MTCNN_NATIVE_RNET_INL_H_
#else
#define MTCNN_NATIVE_RNET_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <span>

#include "backends/backend.h"
#include "backends/native/crop-inl.h"
#include "backends/native/layer_source.h"
#include "model/architecture.h"

HWY_BEFORE_NAMESPACE();
namespace mtcnn::native::HWY_NAMESPACE {

class RNet {
 public:
  explicit RNet(const NetworkWeights& weights)
      : conv1_(pack_layer(convolution(weights, "rnet", 1, 3, 3), Conv1::kBlockWidth)),
        conv2_(pack_layer(convolution(weights, "rnet", 2, 3, 28), Conv2::kBlockWidth)),
        conv3_(pack_layer(convolution(weights, "rnet", 3, 2, 48), Conv3::kBlockWidth)),
        dense4_(pack_layer(dense(weights, "rnet", 4, 3, 64), Dense4::kBlockWidth)),
        heads_(pack_layer(heads(weights, {"rnet.dense5_1", "rnet.dense5_2"}, 128), Heads::kBlockWidth)) {}

  void operator()(std::span<const Roi> rois, Scratch& scratch, std::span<RNetOutput> outputs) const {
    const int count = static_cast<int>(rois.size());
    auto* const maps = scratch.take<float>(rois.size() * kMap);
    auto* const crop = scratch.take<float>(std::size_t{kRNetCrop} * kCropRowStep<kRNetCrop>);
    auto* const ring = scratch.take<float>(std::size_t{3} * 22 * kOutputStep<Conv1>);
    auto* const pooled = scratch.take<float>(std::size_t{11} * 11 * kOutputStep<Conv1>);
    for (int index = 0; index < count; ++index) {
      sample_crop<kRNetCrop>(rois[index], scratch, crop);
      convolve_and_pool<Conv1, 22, 3>(crop, kCropRowStep<kRNetCrop>, conv1_, ring, pooled);
      convolve_and_pool<Conv2, 9, 3>(pooled, 11 * kOutputStep<Conv1>, conv2_, ring, maps + index * kMap);
    }

    auto* const features = scratch.take<float>(rois.size() * Dense4::kInputs);
    auto* const dense = scratch.take<float>(rois.size() * kOutputStep<Dense4>);
    auto* const heads = scratch.take<float>(rois.size() * kOutputStep<Heads>);
    convolve_maps<Conv3, 4>(maps, count, conv3_, features);
    connect<Dense4>(features, count, dense4_, dense);
    connect<Heads, false>(dense, count, heads_, heads);
    for (int index = 0; index < count; ++index) {
      const float* const numbers = heads + static_cast<std::ptrdiff_t>(index) * kOutputStep<Heads>;
      std::copy_n(numbers, 2, outputs[index].logits.begin());
      std::copy_n(numbers + 2, 4, outputs[index].regression.begin());
    }
  }

 private:
  using Conv1 = LayerShape<3, 3, 28, 1, kCropStep<kRNetCrop>>;
  using Conv2 = LayerShape<3, 28, 48, kOutputStep<Conv1>, 1>;
  using Conv3 = LayerShape<2, 48, 64, kOutputStep<Conv2>, 1>;
  using Dense4 = LayerShape<1, 3 * 3 * 64, 128, 1, 1>;
  using Heads = LayerShape<1, 128, 6, 1, 1>;
  static constexpr std::ptrdiff_t kMap = std::ptrdiff_t{4} * 4 * kOutputStep<Conv2>;

  PackedLayer conv1_;
  PackedLayer conv2_;
  PackedLayer conv3_;
  PackedLayer dense4_;
  PackedLayer heads_;
};

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
