#include "model/architecture.h"

namespace mtcnn {
namespace {

class Builder {
 public:
  void network(const std::string& name) { prefix_ = name + "."; }

  /// A convolution and the PReLU behind it, whose number is that of the convolution.
  void convolution(int number, int outputs, int inputs, int side) {
    layer("conv" + std::to_string(number), {outputs, inputs, side, side});
    prelu(number, outputs);
  }

  void dense(int number, int outputs, int inputs) {
    layer("dense" + std::to_string(number), {outputs, inputs});
    prelu(number, outputs);
  }

  void layer(const std::string& name, std::vector<int> shape) {
    const int outputs = shape.front();
    add(name + ".weight", std::move(shape));
    add(name + ".bias", {outputs});
  }

  std::vector<TensorSpecification> take() { return std::move(tensors_); }

 private:
  void prelu(int number, int channels) { add("prelu" + std::to_string(number) + ".weight", {channels}); }

  void add(const std::string& name, std::vector<int> shape) { tensors_.push_back({prefix_ + name, std::move(shape)}); }

  std::string prefix_;
  std::vector<TensorSpecification> tensors_;
};

std::vector<TensorSpecification> build() {
  Builder builder;

  builder.network("pnet");
  builder.convolution(1, 10, 3, 3);
  builder.convolution(2, 16, 10, 3);
  builder.convolution(3, 32, 16, 3);
  builder.layer("conv4_1", {2, 32, 1, 1});
  builder.layer("conv4_2", {4, 32, 1, 1});

  builder.network("rnet");
  builder.convolution(1, 28, 3, 3);
  builder.convolution(2, 48, 28, 3);
  builder.convolution(3, 64, 48, 2);
  builder.dense(4, 128, 3 * 3 * 64);
  builder.layer("dense5_1", {2, 128});
  builder.layer("dense5_2", {4, 128});

  builder.network("onet");
  builder.convolution(1, 32, 3, 3);
  builder.convolution(2, 64, 32, 3);
  builder.convolution(3, 64, 64, 3);
  builder.convolution(4, 128, 64, 2);
  builder.dense(5, 256, 3 * 3 * 128);
  builder.layer("dense6_1", {2, 256});
  builder.layer("dense6_2", {4, 256});
  builder.layer("dense6_3", {10, 256});

  return builder.take();
}

}  // namespace

const std::vector<TensorSpecification>& architecture() {
  static const std::vector<TensorSpecification> tensors = build();
  return tensors;
}

}  // namespace mtcnn
