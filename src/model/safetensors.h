#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace mtcnn {

/// A float32 tensor of a safetensors file; its bytes (little endian) lie in the file.
struct SafetensorsEntry {
  std::vector<std::int64_t> shape;
  std::span<const std::uint8_t> bytes;
};

/// The content of a safetensors file (https://github.com/huggingface/safetensors, "Format").
struct Safetensors {
  std::map<std::string, SafetensorsEntry> tensors;
  std::map<std::string, std::string> metadata;
};

/// Reads the table of a safetensors file whose tensors are all float32. Throws Error (stage kWeights) where the file
/// breaks off, contradicts itself, leaves bytes unaccounted for or differs from its `checksum` entry, if it has one.
/// `origin` begins the message. The result refers to `file`.
Safetensors parse_safetensors(std::span<const std::uint8_t> file, const std::string& origin);

}  // namespace mtcnn
