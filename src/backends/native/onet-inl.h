// ONet over a batch of rois. Each roi goes through the layers that have many positions by itself, because its maps then
// stay in the cache; the last layers, whose weights are large and whose positions are few, take all rois at once.
//
//   crop 48x48x3 -> conv1 46x46x32 -> pool 23x23x32 -> conv2 21x21x64 -> pool 10x10x64
//   -> conv3 8x8x64 -> pool 4x4x64                                                     one roi after the other
//   -> conv4 3x3x128 -> dense5 256 -> heads 2 + 4 + 10                                 the positions are the rois

#if defined(MTCNN_NATIVE_ONET_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MTCNN_NATIVE_ONET_INL_H_
#undef MTCNN_NATIVE_ONET_INL_H_
#else
#define MTCNN_NATIVE_ONET_INL_H_
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

class ONet {
 public:
  explicit ONet(const NetworkWeights& weights)
      : conv1_(pack_layer(convolution(weights, "onet", 1, 3, 3), Conv1::kBlockWidth)),
        conv2_(pack_layer(convolution(weights, "onet", 2, 3, 32), Conv2::kBlockWidth)),
        conv3_(pack_layer(convolution(weights, "onet", 3, 3, 64), Conv3::kBlockWidth)),
        conv4_(pack_layer(convolution(weights, "onet", 4, 2, 64), Conv4::kBlockWidth)),
        dense5_(pack_layer(dense(weights, "onet", 5, 3, 128), Dense5::kBlockWidth)),
        heads_(
            pack_layer(heads(weights, {"onet.dense6_1", "onet.dense6_2", "onet.dense6_3"}, 256), Heads::kBlockWidth)) {}

  void operator()(std::span<const Roi> rois, Scratch& scratch, std::span<ONetOutput> outputs) const {
    const int count = static_cast<int>(rois.size());
    auto* const maps = scratch.take<float>(rois.size() * kMap);
    auto* const crop = scratch.take<float>(std::size_t{kONetCrop} * kCropRowStep<kONetCrop>);
    auto* const ring = scratch.take<float>(std::size_t{3} * 46 * kOutputStep<Conv1>);
    auto* const pooled1 = scratch.take<float>(std::size_t{23} * 23 * kOutputStep<Conv1>);
    auto* const pooled2 = scratch.take<float>(std::size_t{10} * 10 * kOutputStep<Conv2>);
    for (int index = 0; index < count; ++index) {
      sample_crop<kONetCrop>(rois[index], scratch, crop);
      convolve_and_pool<Conv1, 46, 3>(crop, kCropRowStep<kONetCrop>, conv1_, ring, pooled1);
      convolve_and_pool<Conv2, 21, 3>(pooled1, 23 * kOutputStep<Conv1>, conv2_, ring, pooled2);
      convolve_and_pool<Conv3, 8, 2>(pooled2, 10 * kOutputStep<Conv2>, conv3_, ring, maps + index * kMap);
    }

    auto* const features = scratch.take<float>(rois.size() * Dense5::kInputs);
    auto* const dense = scratch.take<float>(rois.size() * kOutputStep<Dense5>);
    auto* const heads = scratch.take<float>(rois.size() * kOutputStep<Heads>);
    convolve_maps<Conv4, 4>(maps, count, conv4_, features);
    connect<Dense5>(features, count, dense5_, dense);
    connect<Heads, false>(dense, count, heads_, heads);
    for (int index = 0; index < count; ++index) {
      const float* const numbers = heads + static_cast<std::ptrdiff_t>(index) * kOutputStep<Heads>;
      std::copy_n(numbers, 2, outputs[index].logits.begin());
      std::copy_n(numbers + 2, 4, outputs[index].regression.begin());
      std::copy_n(numbers + 6, 10, outputs[index].landmarks.begin());
    }
  }

 private:
  using Conv1 = LayerShape<3, 3, 32, 1, kCropStep<kONetCrop>>;
  using Conv2 = LayerShape<3, 32, 64, kOutputStep<Conv1>, 1>;
  using Conv3 = LayerShape<3, 64, 64, kOutputStep<Conv2>, 1>;
  using Conv4 = LayerShape<2, 64, 128, kOutputStep<Conv3>, 1>;
  using Dense5 = LayerShape<1, 3 * 3 * 128, 256, 1, 1>;
  using Heads = LayerShape<1, 256, 16, 1, 1>;
  static constexpr std::ptrdiff_t kMap = std::ptrdiff_t{4} * 4 * kOutputStep<Conv3>;

  PackedLayer conv1_;
  PackedLayer conv2_;
  PackedLayer conv3_;
  PackedLayer conv4_;
  PackedLayer dense5_;
  PackedLayer heads_;
};

}  // namespace mtcnn::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
