#pragma once

#include <vector>

#include "backends/backend.h"
#include "backends/reference/convolution.h"
#include "model/network_weights.h"

namespace mtcnn::reference {

/// A convolution or dense layer and the PReLU behind it.
struct ActivatedLayer {
  Convolution convolution;
  std::vector<float> slopes;  ///< one an output
};

/// PNet: a normalised image of (rows, columns, 3) to maps of ceil((rows - 2) / 2) - 4 by ceil((columns - 2) / 2) - 4.
class PNet {
 public:
  explicit PNet(const NetworkWeights& weights);

  struct Output {
    Map logits;      ///< 2 channels
    Map regression;  ///< 4 channels
  };
  Output operator()(const Map& image) const;

 private:
  ActivatedLayer conv1_, conv2_, conv3_;
  Convolution logits_, regression_;
};

/// RNet: a normalised crop of 24x24x3.
class RNet {
 public:
  explicit RNet(const NetworkWeights& weights);

  RNetOutput operator()(const Map& crop) const;

 private:
  ActivatedLayer conv1_, conv2_, conv3_, dense4_;
  Convolution logits_, regression_;
};

/// ONet: a normalised crop of 48x48x3.
class ONet {
 public:
  explicit ONet(const NetworkWeights& weights);

  ONetOutput operator()(const Map& crop) const;

 private:
  ActivatedLayer conv1_, conv2_, conv3_, conv4_, dense5_;
  Convolution logits_, regression_, landmarks_;
};

}  // namespace mtcnn::reference
