// Files of weights: refused with an Error, or read in such a way that what is written of them reads back the same. The
// first byte chooses how the rest is used: as the whole file, as a header before the real tensors, or as changes of
// single bytes of the real file.

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "input.h"
#include "mtcnn/error.h"
#include "mtcnn/weights.h"

namespace mtcnn::fuzz {
namespace {

constexpr std::size_t kLengthBytes = 8;  // before the header of a safetensors file

const std::string& real_file() {
  static const std::string file = Weights::embedded().safetensors();
  return file;
}

std::size_t real_header_size() {
  std::uint64_t size = 0;
  std::memcpy(&size, real_file().data(), kLengthBytes);
  return static_cast<std::size_t>(size);
}

std::vector<std::uint8_t> with_header(std::span<const std::uint8_t> header) {
  const std::uint64_t size = header.size();
  std::vector<std::uint8_t> file(kLengthBytes);
  std::memcpy(file.data(), &size, kLengthBytes);
  file.insert(file.end(), header.begin(), header.end());
  file.insert(file.end(), real_file().begin() + static_cast<std::ptrdiff_t>(kLengthBytes + real_header_size()),
              real_file().end());
  return file;
}

std::vector<std::uint8_t> with_changes(Input& input) {
  std::vector<std::uint8_t> file(real_file().begin(), real_file().end());
  const std::size_t cut = input.number<std::uint32_t>();
  for (;;) {
    const std::span<const std::uint8_t> change = input.bytes(sizeof(std::uint32_t) + 1);
    if (change.size() < sizeof(std::uint32_t) + 1) break;
    std::uint32_t place = 0;
    std::memcpy(&place, change.data(), sizeof place);
    file[place % file.size()] = change.back();
  }
  file.resize(file.size() - cut % file.size());
  return file;
}

std::optional<Weights> parse(std::span<const std::uint8_t> file) {
  try {
    return Weights::parse(file, "the file");
  } catch (const Error& error) {
    require(error.stage() == ErrorStage::kWeights, "weights were refused elsewhere than where they are read");
    require(std::string(error.what()).starts_with("the file"), "weights: " + std::string(error.what()));
    return std::nullopt;
  }
}

void check_writing(const Weights& weights) {
  const std::string written = weights.safetensors();
  const std::optional<Weights> again = parse({reinterpret_cast<const std::uint8_t*>(written.data()), written.size()});
  require(again && again->safetensors() == written, "weights that were written do not read back the same");
}

}  // namespace
}  // namespace mtcnn::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mtcnn::fuzz;
  Input input(data, size);
  const int kind = input.choice(3);
  if (kind == 2) {
    // What a header may change in what is written, changed values cannot.
    parse(with_changes(input));
    return 0;
  }
  const std::optional<mtcnn::Weights> weights = kind == 0 ? parse(input.rest()) : parse(with_header(input.rest()));
  if (weights) check_writing(*weights);
  return 0;
}
