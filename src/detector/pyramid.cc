#include "detector/pyramid.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "model/architecture.h"
#include "mtcnn/error.h"

namespace mtcnn {
namespace {

constexpr double kMaxLevelSide = 1 << 20;
constexpr std::size_t kMostLevels = 64;

[[noreturn]] void refuse(int width, int height, const std::string& reason, double limit, double actual) {
  throw Error(ErrorCode::kLimit, ErrorStage::kDetect,
              "an image of " + std::to_string(width) + "x" + std::to_string(height) + " " + reason,
              {.limit = limit, .actual = actual});
}

int rounded(double side, LevelSize rule) {
  switch (rule) {
    case LevelSize::kRoundedUp:
      return static_cast<int>(std::ceil(side));
    case LevelSize::kRoundedDown:
      return static_cast<int>(side);
    case LevelSize::kRoundedDownPlusOne:
      break;
  }
  return static_cast<int>(side + 1);
}

}  // namespace

std::vector<PyramidLevel> plan_pyramid(int width, int height, const DetectorOptions& options, const PyramidRule& rule) {
  const double largest_scale = kPNetWindow / options.min_face_size;
  const double largest_side = std::max(width, height) * largest_scale;
  if (largest_side > kMaxLevelSide) {
    refuse(width, height,
           "would have to be enlarged to a side of over " + std::to_string(static_cast<int>(kMaxLevelSide)) +
               " pixels to find faces that small",
           kMaxLevelSide, largest_side);
  }
  const double smallest_scale = options.max_face_size ? kPNetWindow / *options.max_face_size : 0;

  std::vector<PyramidLevel> levels;
  double scale = largest_scale;
  while (std::min(width, height) * scale >= kPNetWindow && scale >= smallest_scale) {
    if (levels.size() == kMostLevels) {
      refuse(width, height,
             "would have to be searched at more than " + std::to_string(kMostLevels) +
                 " sizes; a smaller scale factor, or a larger smallest face, makes fewer",
             kMostLevels, kMostLevels + 1);
    }
    levels.push_back({scale, rounded(width * scale, rule.size), rounded(height * scale, rule.size)});
    scale = rule.scales == LevelScales::kPowers
                ? largest_scale * std::pow(options.scale_factor, static_cast<double>(levels.size()))
                : scale * options.scale_factor;
  }
  return levels;
}

const std::vector<PyramidLevel>& PyramidCache::levels(int width, int height) {
  constexpr std::size_t kMostPlans = 64;
  const std::pair size(width, height);
  if (const auto known = plans_.find(size); known != plans_.end()) return known->second;
  if (plans_.size() >= kMostPlans) plans_.clear();
  return plans_.emplace(size, plan_pyramid(width, height, options_, rule_)).first->second;
}

}  // namespace mtcnn
