#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mtcnn {

/// A value in a safetensors file's header: a string, a list of natural numbers, or what has no place there.
struct SafetensorsValue {
  std::optional<std::string> text;
  std::optional<std::vector<std::uint64_t>> list;  ///< up to what is no natural number that an int64 holds
  std::string strange;                             ///< that, or the whole value, as JSON; empty where there is none
};

/// What a header says of one tensor, or of the file.
using SafetensorsFields = std::map<std::string, SafetensorsValue>;

/// By the name of the tensor; none where it has no fields.
using SafetensorsHeader = std::map<std::string, std::optional<SafetensorsFields>>;

/// Reads a header, JSON, without a tree of it: the JSON library's trees need memory even to be destroyed, and end the
/// program where there is none. Calls `refuse`, which throws, with what is wrong with it as a sentence: what is no JSON
/// object, names a thing twice or nests more deeply than the format does.
SafetensorsHeader read_safetensors_header(std::span<const std::uint8_t> text,
                                          const std::function<void(const std::string&)>& refuse);

}  // namespace mtcnn
