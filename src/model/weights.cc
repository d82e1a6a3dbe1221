#include "mtcnn/weights.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "model/architecture.h"
#include "model/network_weights.h"
#include "model/safetensors.h"
#include "model/weights_checksum.h"
#include "mtcnn/error.h"

extern "C" {
extern const std::uint8_t mtcnn_embedded_weights[];
extern const std::uint8_t mtcnn_embedded_weights_end[];
}

namespace mtcnn {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors files are little endian");

std::string shape_text(const auto& shape) {
  std::string text;
  for (const auto side : shape) text += (text.empty() ? "" : "x") + std::to_string(side);
  return text;
}

class Checker {
 public:
  explicit Checker(const std::string& origin) : origin_(origin) {}

  NetworkWeights networks(const Safetensors& file) const {
    NetworkWeights networks;
    for (const TensorSpecification& expected : architecture()) {
      const auto found = file.tensors.find(expected.name);
      if (found == file.tensors.end()) refuse("the tensor " + expected.name + " is missing");
      networks.tensors[expected.name] = values(expected, found->second);
    }
    for (const auto& [name, tensor] : file.tensors) {
      if (!networks.tensors.contains(name)) refuse("the tensor " + name + " is none of MTCNN's");
    }
    return networks;
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const {
    throw Error(ErrorCode::kCorrupt, ErrorStage::kWeights, reason).of(origin_);
  }

  std::vector<float> values(const TensorSpecification& expected, const SafetensorsEntry& tensor) const {
    if (!std::equal(expected.shape.begin(), expected.shape.end(), tensor.shape.begin(), tensor.shape.end())) {
      refuse("the tensor " + expected.name + " has the shape " + shape_text(tensor.shape) + " instead of " +
             shape_text(expected.shape));
    }
    std::vector<float> values(tensor.bytes.size() / sizeof(float));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    for (const float value : values) {
      if (!std::isfinite(value)) refuse("the tensor " + expected.name + " holds a value that is not finite");
    }
    return values;
  }

  const std::string& origin_;
};

}  // namespace

Weights Weights::parse(std::span<const std::uint8_t> safetensors, const std::string& origin) {
  const Safetensors file = parse_safetensors(safetensors, origin);
  auto networks = std::make_shared<const NetworkWeights>(Checker(origin).networks(file));
  const auto source = file.metadata.find("source");
  return {std::move(networks), source != file.metadata.end() ? source->second : origin};
}

std::string Weights::safetensors() const {
  // The checksum comes first, so that no source can be taken for it.
  nlohmann::ordered_json header = {
      {"__metadata__", {{"format", kOwnFormat}, {"checksum", kUnsetChecksum}, {"source", source_}}}};
  std::string data;
  for (const TensorSpecification& tensor : architecture()) {
    const std::vector<float>& values = networks_->at(tensor.name);
    const std::size_t begin = data.size();
    data.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
    header[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
  }
  // The length of the header in 8 bytes, the header, and the values, which begin at a multiple of 8.
  // A source that is the name of a file need not be UTF-8.
  std::string text = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::string file(8, '\0');
  for (std::size_t byte = 0; byte < file.size(); ++byte) file[byte] = static_cast<char>(text.size() >> 8 * byte & 0xFF);
  file += text + data;
  set_checksum(file);
  return file;
}

Weights Weights::embedded() {
  static const Weights weights = parse({mtcnn_embedded_weights, mtcnn_embedded_weights_end}, "the embedded weights");
  return weights;
}

}  // namespace mtcnn
