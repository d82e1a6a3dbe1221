#include "c_api/options.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "c_api/guard.h"
#include "mtcnn/error.h"

namespace mtcnn {
namespace {

/// Of the first version; the fields of later ones come behind it.
constexpr std::size_t kSmallestSize = sizeof(mtcnn_options);

/// More than any version will have: a struct that nobody initialised is not searched for its end.
constexpr std::size_t kLargestSize = 4096;

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, message);
}

void check_size(std::size_t size) {
  if (size < kSmallestSize || size > kLargestSize) {
    refuse("options of " + std::to_string(size) + " bytes are of no version; mtcnn_options_init sets their size");
  }
}

mtcnn_options default_options() {
  static const DetectorOptions defaults;
  return {.size = sizeof(mtcnn_options),
          .min_face_size = defaults.min_face_size,
          .max_face_size = 0,
          .thresholds = {defaults.thresholds[0], defaults.thresholds[1], defaults.thresholds[2]},
          .scale_factor = defaults.scale_factor,
          .max_faces = 0,
          .threads = defaults.threads,
          .recipe = defaults.recipe.c_str(),
          .backend = defaults.backend.c_str(),
          .weights = nullptr,
          .weights_size = 0,
          .onnxruntime_library = nullptr,
          .onnxruntime_providers = nullptr,
          .deadline = 0,
          .max_proposals = defaults.max_proposals};
}

/// Fields that this library does not know may be there as long as they ask for nothing.
void check_unknown_fields(const mtcnn_options& options) {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(&options);
  if (std::any_of(bytes + sizeof options, bytes + options.size, [](unsigned char byte) { return byte != 0; })) {
    refuse("the options set something that came with a later version of the library than this one");
  }
}

/// The names between the commas.
std::vector<std::string> split(std::string_view names) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t comma = std::min(names.find(','), names.size());
    parts.emplace_back(names.substr(0, comma));
    if (comma == names.size()) break;
    names.remove_prefix(comma + 1);
  }
  return parts;
}

std::optional<Weights> weights(const mtcnn_options& options) {
  if (options.weights == nullptr) {
    if (options.weights_size > 0) refuse("the options have a size of weights, and no weights");
    return std::nullopt;
  }
  return Weights::parse({static_cast<const std::uint8_t*>(options.weights), options.weights_size}, "the given weights");
}

}  // namespace

DetectorOptions detector_options(const mtcnn_options& options) {
  check_size(options.size);
  check_unknown_fields(options);

  DetectorOptions result;
  result.min_face_size = options.min_face_size;
  if (options.max_face_size != 0) result.max_face_size = options.max_face_size;
  std::copy(std::begin(options.thresholds), std::end(options.thresholds), result.thresholds.begin());
  result.scale_factor = options.scale_factor;
  if (options.max_faces != 0) result.max_faces = options.max_faces;
  result.threads = options.threads;
  if (options.recipe != nullptr) result.recipe = options.recipe;
  if (options.backend != nullptr) result.backend = options.backend;
  if (options.onnxruntime_library != nullptr) result.onnxruntime.library = options.onnxruntime_library;
  if (options.onnxruntime_providers != nullptr) result.onnxruntime.providers = split(options.onnxruntime_providers);
  if (options.deadline != 0) result.deadline = options.deadline;
  if (options.max_proposals != 0) result.max_proposals = options.max_proposals;
  result.weights = weights(options);
  return result;
}

}  // namespace mtcnn

mtcnn_status mtcnn_options_init(mtcnn_options* options, size_t size) {
  return mtcnn::guarded([&] {
    mtcnn::require(options, "options");
    mtcnn::check_size(size);
    std::memset(options, 0, size);
    *options = mtcnn::default_options();
    options->size = size;
  });
}
