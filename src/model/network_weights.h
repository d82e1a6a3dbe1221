#pragma once

#include <map>
#include <string>
#include <vector>

namespace mtcnn {

/// The tensors of the three networks as `architecture()` names and shapes them, each in row-major order. Backends
/// pack what they need from here once, when they are made.
struct NetworkWeights {
  std::map<std::string, std::vector<float>, std::less<>> tensors;

  const std::vector<float>& at(const std::string& name) const { return tensors.at(name); }
};

}  // namespace mtcnn
