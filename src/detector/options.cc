#include "detector/options.h"

#include <charconv>
#include <string>

#include "mtcnn/error.h"

namespace mtcnn {
namespace {

// The comparisons are written so that NaN fails them.

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, message);
}

/// The shortest decimal that reads back to the same value.
std::string text(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end};
}

constexpr double kSmallestFaceSize = 1;
constexpr double kLargestFaceSize = 1e6;

}  // namespace

void check_options(const DetectorOptions& options) {
  if (!(options.min_face_size >= kSmallestFaceSize && options.min_face_size <= kLargestFaceSize)) {
    refuse("the smallest face must be from 1 to 1000000 pixels, not " + text(options.min_face_size));
  }
  if (options.max_face_size && !(*options.max_face_size >= options.min_face_size)) {
    refuse("the largest face must be at least the smallest, " + text(options.min_face_size) + " pixels, not " +
           text(*options.max_face_size));
  }
  for (const double threshold : options.thresholds) {
    if (!(threshold >= 0 && threshold <= 1)) refuse("a threshold must be from 0 to 1, not " + text(threshold));
  }
  if (!(options.scale_factor > 0 && options.scale_factor < 1)) {
    refuse("the scale factor must be above 0 and below 1, not " + text(options.scale_factor));
  }
  if (options.max_faces && *options.max_faces < 1) {
    refuse("the number of faces to keep must be at least 1, not " + std::to_string(*options.max_faces));
  }
  if (options.threads < 0) {
    refuse("the number of threads must be at least 1, or 0 for one per core, not " + std::to_string(options.threads));
  }
}

}  // namespace mtcnn
