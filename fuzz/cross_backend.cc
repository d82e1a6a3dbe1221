// Small pictures, any options and recipe: the native backend, with every instruction set that the machine has, finds
// the same faces as the plain loops of `reference`, to the last bit.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "backends/native/instruction_sets.h"
#include "backends/registry.h"
#include "detector/stages.h"
#include "input.h"
#include "model/recipe.h"
#include "mtcnn/detector.h"
#include "mtcnn/info.h"
#include "mtcnn/weights.h"

namespace mtcnn::fuzz {
namespace {

// A unit is to end soon, and the plain loops are slow under a sanitizer.
constexpr int kSmallestSide = 12;
constexpr int kLargestSide = 44;
constexpr int kSmallestFace = 11;

/// From 0 to 1 in steps of 1/255.
double share(Input& input) { return input.number<std::uint8_t>() / 255.0; }

DetectorOptions options(Input& input) {
  const std::vector<RecipeInfo> all = recipes();
  DetectorOptions options;
  options.recipe = all[static_cast<std::size_t>(input.choice(static_cast<int>(all.size())))].name;
  options.min_face_size = kSmallestFace + 30 * share(input);
  options.thresholds = {0.3 + 0.7 * share(input), share(input), share(input)};
  options.scale_factor = 0.3 + 0.6 * share(input);
  if (input.flag()) options.max_face_size = options.min_face_size + input.number<std::uint8_t>();
  if (input.flag()) options.max_faces = 1 + input.choice(4);
  options.threads = 1;
  return options;
}

/// The bytes that are left again and again, so that few of them make a picture.
std::vector<std::uint8_t> pixels(Input& input, std::size_t count) {
  const std::span<const std::uint8_t> rest = input.rest();
  std::vector<std::uint8_t> bytes(count);
  for (std::size_t index = 0; index < count && !rest.empty(); ++index) bytes[index] = rest[index % rest.size()];
  return bytes;
}

/// A picture of its own pixels, in any format and orientation.
struct OwnedImage {
  explicit OwnedImage(Input& input) {
    view.width = kSmallestSide + input.choice(kLargestSide - kSmallestSide + 1);
    view.height = kSmallestSide + input.choice(kLargestSide - kSmallestSide + 1);
    view.format = static_cast<PixelFormat>(input.choice(7));
    view.orientation = static_cast<Orientation>(1 + input.choice(8));
    view.luma_weights = input.flag() ? LumaWeights::kBt709 : LumaWeights::kBt601;
    view.luma_range = input.flag() ? LumaRange::kFull : LumaRange::kLimited;
    const int half_width = (view.width + 1) / 2;
    const int half_height = (view.height + 1) / 2;
    const bool is_planar = view.format == PixelFormat::kNv12 || view.format == PixelFormat::kI420;
    view.stride = view.width * (is_planar ? 1 : 4);  // as much as any of them needs
    const auto luma = static_cast<std::size_t>(view.stride * view.height);
    const auto chroma = static_cast<std::size_t>(half_width * half_height);
    bytes = pixels(input, luma + (is_planar ? 2 * chroma : 0));
    view.data = bytes.data();
    if (!is_planar) return;
    view.chroma = {bytes.data() + luma, bytes.data() + luma + chroma};
    view.chroma_strides = {view.format == PixelFormat::kNv12 ? 2 * half_width : half_width, half_width};
  }

  std::vector<std::uint8_t> bytes;
  ImageView view;
};

/// A way to compute the networks, made once because that takes longer than a small picture.
struct Way {
  std::string name;
  std::unique_ptr<const Backend> backend;
};

Way reference() { return {"reference", make_backend("reference", Weights::embedded(), 1).backend}; }

std::vector<Way> native_ways() {
  std::vector<Way> ways;
  for (const native::InstructionSet& set : native::available_instruction_sets()) {
    const std::string name(set.name);
    setenv("MTCNN_ISA", name.c_str(), 1);
    ways.push_back({name, make_backend("native", Weights::embedded(), 1).backend});
  }
  unsetenv("MTCNN_ISA");
  return ways;
}

std::vector<Face> found(const Way& way, const DetectorOptions& options, const ImageView& view) {
  std::vector<Face> faces;
  make_cascade(*way.backend, find_recipe(options.recipe), options)->detect({&view, 1}, {&faces, 1});
  return faces;
}

bool is_same(const std::vector<Face>& a, const std::vector<Face>& b) {
  static_assert(sizeof(Face) == 15 * sizeof(float), "faces have no gaps, so that their bytes can be compared");
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(Face)) == 0);
}

}  // namespace
}  // namespace mtcnn::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mtcnn::fuzz;
  Input input(data, size);
  const mtcnn::DetectorOptions wanted = options(input);
  const OwnedImage image(input);
  static const Way plain = reference();
  static const std::vector<Way> fast = native_ways();
  const std::vector<mtcnn::Face> expected = found(plain, wanted, image.view);
  for (const Way& way : fast) {
    require(is_same(found(way, wanted, image.view), expected),
            "with " + way.name + " the faces are not those of the plain loops");
  }
  return 0;
}
