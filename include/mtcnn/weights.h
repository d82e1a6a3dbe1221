#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "mtcnn/export.h"

namespace mtcnn {

struct NetworkWeights;  // the three networks' tensors; src/model/network_weights.h

/// The trained parameters of the three networks: read once, checked, never changed, shared by any number of detectors.
class MTCNN_API Weights {
 public:
  /// The weights inside the library, as Zhang et al. trained them.
  static Weights embedded();

  /// Reads a safetensors file's bytes: every tensor checked by name, type, shape and finite values, and the checksum
  /// over all of the file where its metadata have one, as those of `safetensors()` do. One that other programs wrote
  /// needs none; a damaged number in it that is still finite goes unnoticed. Throws Error (stage kWeights) that begins
  /// with `origin`, a name for messages.
  static Weights parse(std::span<const std::uint8_t> safetensors, const std::string& origin);

  /// As the bytes of a safetensors file that `parse` reads, with a checksum.
  std::string safetensors() const;

  /// Where they came from: the file's own `source` entry if it has one, else `origin`.
  const std::string& source() const { return source_; }

  const NetworkWeights& networks() const { return *networks_; }

 private:
  Weights(std::shared_ptr<const NetworkWeights> networks, std::string source)
      : networks_(std::move(networks)), source_(std::move(source)) {}

  std::shared_ptr<const NetworkWeights> networks_;
  std::string source_;
};

}  // namespace mtcnn
