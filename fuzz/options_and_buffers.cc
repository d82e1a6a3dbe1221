// The interface for C with any options and any description of buffers. The buffers are exactly as large as they are
// described to be, so that AddressSanitizer sees who reads beyond; whatever is not refused must have a sensible answer.

#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "honest_image.h"
#include "input.h"
#include "mtcnn/mtcnn.h"

namespace mtcnn::fuzz {
namespace {

/// So much work that a unit ends soon: pixels of all levels together.
constexpr double kMostLevelPixels = 6000;

/// Images with longer sides are refused.
constexpr std::int32_t kLargestSide = 32768;

/// A usual value, or any.
double number_near(Input& input, double least, double range) {
  const int kind = input.choice(8);
  if (kind == 0) return input.number<double>();
  if (kind == 1) return 0;
  return least + range * input.number<std::uint8_t>() / 255.0;
}

/// What options point to.
struct Texts {
  std::string recipe;
  std::string backend;
  std::string library;
  std::string providers;
  std::vector<std::uint8_t> weights;
};

const char* recipe(Input& input, Texts& texts) {
  switch (input.choice(4)) {
    case 0:
      return nullptr;
    case 1:
      texts.recipe = input.text();
      return texts.recipe.c_str();
    default:
      return mtcnn_recipe_name(static_cast<std::size_t>(input.choice(4)));
  }
}

const char* backend(Input& input, Texts& texts) {
  switch (input.choice(8)) {
    case 0:
      texts.backend = input.text();
      return texts.backend.c_str();
    case 1:
      return "onnxruntime";
    case 2:
      return "reference";
    case 3:
      return "auto";
    case 4:
      return nullptr;
    default:
      return "native";
  }
}

mtcnn_options options(Input& input, Texts& texts) {
  mtcnn_options options = {};
  require(mtcnn_options_init(&options, sizeof options) == MTCNN_OK, "the defaults cannot be had");
  options.min_face_size = number_near(input, 6, 100);
  options.max_face_size = number_near(input, 0, 200);
  for (double& threshold : options.thresholds) threshold = number_near(input, 0, 1);
  options.scale_factor = number_near(input, 0.1, 0.89);
  options.max_faces = input.flag() ? 0 : input.number<std::int32_t>();
  options.threads = input.flag() ? 1 : input.number<std::int32_t>();
  options.max_proposals = input.flag() ? 0 : input.number<std::int32_t>();
  options.deadline = input.choice(4) == 0 ? number_near(input, 0, 10) : 0;
  options.recipe = recipe(input, texts);
  options.backend = backend(input, texts);
  if (input.choice(16) == 0) {
    const std::span<const std::uint8_t> weights = input.bytes(static_cast<std::size_t>(input.choice(64)));
    texts.weights.assign(weights.begin(), weights.end());
    if (input.flag()) options.weights = texts.weights.data();
    options.weights_size = texts.weights.size();
  }
  if (input.choice(8) == 0) {
    // A folder that is not there: what the system finds by a bare name is not ours to load.
    texts.library = "/nowhere/" + input.text();
    options.onnxruntime_library = texts.library.c_str();
  }
  if (input.choice(8) == 0) {
    texts.providers = input.text();
    options.onnxruntime_providers = texts.providers.c_str();
  }
  return options;
}

/// The options as another version of the library may have laid them out, in a block of their own size.
std::unique_ptr<std::uint8_t[]> of_any_version(const mtcnn_options& options, Input& input) {
  std::size_t size = sizeof options;
  if (input.choice(8) == 0) size = input.flag() ? input.number<std::uint16_t>() : input.number<std::uint64_t>();
  constexpr std::size_t kLargest = 1 << 16;  // what claims more is refused for its size, before anything else is read
  const std::size_t block = size > kLargest ? sizeof options : std::max(size, sizeof(std::size_t));
  auto bytes = std::make_unique<std::uint8_t[]>(block);
  std::memcpy(bytes.get(), &options, std::min(sizeof options, block));
  std::memcpy(bytes.get() + offsetof(mtcnn_options, size), &size, sizeof size);
  if (block > sizeof options && input.flag())
    bytes[sizeof options + input.number<std::uint16_t>() % (block - sizeof options)] = 1;
  return bytes;
}

bool takes_too_long(const mtcnn_options& options, const std::vector<HonestImage>& images) {
  if (!(options.min_face_size > 0) || !(options.scale_factor > 0 && options.scale_factor < 1)) return false;
  double pixels = 0;
  for (const HonestImage& image : images) {
    const double scale = 12 / options.min_face_size;
    const auto [width, height] = std::pair(image.view().width, image.view().height);
    if (width <= kLargestSide && height <= kLargestSide) pixels += double{1} * width * height * scale * scale;
  }
  return pixels / (1 - options.scale_factor * options.scale_factor) > kMostLevelPixels;
}

void check_refusal(mtcnn_status status) {
  require(status != MTCNN_ERROR_INTERNAL && std::string(mtcnn_status_name(status)) != "unknown",
          "a refusal is of no kind that there is: " + std::string(mtcnn_last_error()));
  const std::size_t length = std::strlen(mtcnn_last_error());
  require(length > 0 && length < 1024, "a refusal has no sentence, or one that is too long");
}

void check_faces(const mtcnn_results* results, std::size_t image, std::int32_t max_faces) {
  const mtcnn_face* faces = nullptr;
  std::size_t count = 0;
  require(mtcnn_results_faces(results, image, &faces, &count) == MTCNN_OK, "an image that was searched has no results");
  require(max_faces == 0 || count <= static_cast<std::size_t>(max_faces), "there are more faces than were asked for");
  for (std::size_t index = 0; index < count; ++index) {
    const mtcnn_face& face = faces[index];
    require(face.score >= 0 && face.score <= 1, "a score is not from 0 to 1");
    require(index == 0 || face.score <= faces[index - 1].score, "the faces are not in the order of their scores");
    require(std::isfinite(face.box.x) && std::isfinite(face.box.y) && std::isfinite(face.box.width) &&
                std::isfinite(face.box.height),
            "a box is not finite");
    for (const mtcnn_point& point : face.landmarks) {
      require(std::isfinite(point.x) && std::isfinite(point.y), "a landmark is not finite");
    }
  }
}

struct Views {
  std::vector<mtcnn_image> images;
  bool can_all_be = true;
};

Views views_of(const std::vector<HonestImage>& images) {
  Views views;
  for (const HonestImage& image : images) {
    views.images.push_back(image.view());
    views.can_all_be = views.can_all_be && image.can_be();
  }
  return views;
}

/// All or nothing.
void detect(const mtcnn_detector* detector, const std::vector<HonestImage>& images, std::int32_t max_faces,
            mtcnn_results* results) {
  const Views views = views_of(images);
  const mtcnn_status status = mtcnn_detect(detector, views.images.data(), views.images.size(), results);
  if (status != MTCNN_OK) {
    check_refusal(status);
    require(mtcnn_results_image_count(results) == 0, "a call that failed has results");
    return;
  }
  require(views.can_all_be, "an image was searched that no memory can hold");
  require(mtcnn_results_image_count(results) == images.size(), "there are not as many results as images");
  for (std::size_t image = 0; image < images.size(); ++image) check_faces(results, image, max_faces);
}

/// Each image for itself.
void detect_each(const mtcnn_detector* detector, const std::vector<HonestImage>& images, std::int32_t max_faces,
                 mtcnn_results* results) {
  const Views views = views_of(images);
  const mtcnn_status status = mtcnn_detect_each(detector, views.images.data(), views.images.size(), results);
  require(status == MTCNN_OK, "one image stops the others: " + std::string(mtcnn_last_error()));
  require(mtcnn_results_image_count(results) == images.size(), "there are not as many results as images");
  for (std::size_t image = 0; image < images.size(); ++image) {
    const mtcnn_status outcome = mtcnn_results_error(results, image);
    if (outcome != MTCNN_OK) check_refusal(outcome);
    require(outcome != MTCNN_OK || images[image].can_be(), "an image was searched that no memory can hold");
    check_faces(results, image, max_faces);
  }
}

}  // namespace
}  // namespace mtcnn::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mtcnn::fuzz;
  Input input(data, size);
  Texts texts;
  const mtcnn_options wanted = options(input, texts);
  const std::unique_ptr<std::uint8_t[]> block = of_any_version(wanted, input);
  std::vector<HonestImage> images;
  for (int count = input.choice(4); count > 0; --count) images.emplace_back(input);
  if (takes_too_long(wanted, images)) return 0;

  mtcnn_detector* detector = nullptr;
  const mtcnn_status status = mtcnn_detector_create(reinterpret_cast<const mtcnn_options*>(block.get()), &detector);
  if (status != MTCNN_OK) {
    check_refusal(status);
    require(detector == nullptr, "there is a detector although none could be made");
    return 0;
  }
  mtcnn_results* results = nullptr;
  require(mtcnn_results_create(&results) == MTCNN_OK, "no results can be made");
  (input.flag() ? detect_each : detect)(detector, images, wanted.max_faces, results);
  mtcnn_results_destroy(results);
  mtcnn_detector_destroy(detector);
  return 0;
}
