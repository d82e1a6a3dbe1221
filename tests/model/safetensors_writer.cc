#include "model/safetensors_writer.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string_view>

#include "model/architecture.h"

namespace mtcnn::test {

std::vector<std::uint8_t> write_safetensors(const std::string& header, const std::vector<std::uint8_t>& data) {
  std::vector<std::uint8_t> file;
  for (int byte = 0; byte < 8; ++byte)
    file.push_back(static_cast<std::uint8_t>(std::uint64_t{header.size()} >> 8 * byte));
  file.insert(file.end(), header.begin(), header.end());
  file.insert(file.end(), data.begin(), data.end());
  return file;
}

std::vector<std::uint8_t> write_safetensors(const std::map<std::string, WrittenTensor>& tensors,
                                            const std::map<std::string, std::string>& metadata) {
  nlohmann::json header = nlohmann::json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::vector<std::uint8_t> data;
  for (const auto& [name, tensor] : tensors) {
    const std::size_t begin = data.size();
    data.resize(begin + tensor.values.size() * sizeof(float));
    std::memcpy(data.data() + begin, tensor.values.data(), data.size() - begin);
    header[name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
  }
  return write_safetensors(header.dump(), data);
}

std::map<std::string, WrittenTensor> uniform_weights(float value) {
  std::map<std::string, WrittenTensor> tensors;
  for (const TensorSpecification& tensor : architecture()) {
    std::size_t count = 1;
    for (const int side : tensor.shape) count *= static_cast<std::size_t>(side);
    tensors[tensor.name] = {tensor.shape, std::vector<float>(count, value)};
  }
  return tensors;
}

void put_checksum(std::vector<std::uint8_t>& file) {
  std::uint64_t state = 14695981039346656037U;
  for (const std::uint8_t byte : file) state = (state ^ byte) * 1099511628211U;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(state));
  const std::string_view placeholder = kChecksumPlaceholder;
  const auto text = std::search(file.begin(), file.end(), placeholder.begin(), placeholder.end());
  std::copy_n(digits, 16, text + 8);
}

}  // namespace mtcnn::test
