#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mtcnn::test {

struct WrittenTensor {
  std::vector<int> shape;
  std::vector<float> values;
};

/// A safetensors file of these tensors, side by side in the order of their names.
std::vector<std::uint8_t> write_safetensors(const std::map<std::string, WrittenTensor>& tensors,
                                            const std::map<std::string, std::string>& metadata = {});

/// The same with a header of one's own, for files that are not as they should be.
std::vector<std::uint8_t> write_safetensors(const std::string& header, const std::vector<std::uint8_t>& data);

/// The tensors that MTCNN needs, all of one value.
std::map<std::string, WrittenTensor> uniform_weights(float value);

/// Puts the checksum that the library's own files carry into one that was written with the metadata
/// {"checksum": kChecksumPlaceholder}.
inline constexpr const char* kChecksumPlaceholder = "fnv1a64:0000000000000000";
void put_checksum(std::vector<std::uint8_t>& file);

}  // namespace mtcnn::test
