#include "detector/options.h"

#include <string>

#include "base/number_text.h"
#include "mtcnn/error.h"

namespace mtcnn {
namespace {

// The comparisons are written so that NaN fails them.

/// `what` names the option and its range; `limit` is the end of it that `actual` is beyond.
[[noreturn]] void refuse(const std::string& what, double limit, double actual) {
  throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, what + ", not " + number_text(actual),
              {.limit = limit, .actual = actual});
}

void check_range(const std::string& what, double value, double least, double most) {
  if (!(value >= least)) refuse(what, least, value);
  if (!(value <= most)) refuse(what, most, value);
}

constexpr double kSmallestFaceSize = 1;
constexpr double kLargestFaceSize = 1e6;
constexpr double kMostProposals = 1 << 20;
constexpr double kMostThreads = 1024;

}  // namespace

void check_options(const DetectorOptions& options) {
  check_range("the smallest face must be from 1 to 1000000 pixels", options.min_face_size, kSmallestFaceSize,
              kLargestFaceSize);
  if (options.max_face_size && !(*options.max_face_size >= options.min_face_size)) {
    refuse("the largest face must be at least the smallest, " + number_text(options.min_face_size) + " pixels",
           options.min_face_size, *options.max_face_size);
  }
  for (const double threshold : options.thresholds) check_range("a threshold must be from 0 to 1", threshold, 0, 1);
  const std::string scale_factor = "the scale factor must be above 0 and below 1";
  if (!(options.scale_factor > 0)) refuse(scale_factor, 0, options.scale_factor);
  if (!(options.scale_factor < 1)) refuse(scale_factor, 1, options.scale_factor);
  if (options.max_faces && *options.max_faces < 1) {
    refuse("the number of faces to keep must be at least 1", 1, *options.max_faces);
  }
  check_range("the number of proposals must be from 1 to 1048576", options.max_proposals, 1, kMostProposals);
  if (options.deadline && !(*options.deadline > 0)) {
    refuse("the deadline must be above 0 seconds", 0, *options.deadline);
  }
  check_range("the number of threads must be from 1 to 1024, or 0 for one per core", options.threads, 0, kMostThreads);
}

}  // namespace mtcnn
