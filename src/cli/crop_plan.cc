#include "cli/crop_plan.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/unique_paths.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {

std::vector<std::string> plan_crops(const std::string& folder, std::span<const media::Input> inputs) {
  std::vector<std::string> folders;
  UniquePaths paths;
  for (const media::Input& input : inputs) {
    folders.push_back(paths.unique(std::filesystem::path(folder) / input.name));
  }
  return folders;
}

void check_crop_shape(const raster::CropShape& shape) {
  constexpr int kSmallest = 8;
  constexpr int kLargest = 4096;
  constexpr double kWidest = 4;
  if (shape.side < kSmallest || shape.side > kLargest) {
    throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions,
                fmt::format("--crop-size must be from {} to {}, not {}", kSmallest, kLargest, shape.side));
  }
  if (!(shape.margin >= 0 && shape.margin <= kWidest)) {
    throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions,
                fmt::format("--crop-margin must be from 0 to {}, not {}", kWidest, shape.margin));
  }
}

std::string crop_name(const media::Record& record, std::size_t face) {
  return record.is_of_clip ? fmt::format("{:06}_{}.png", record.frame_index, face) : fmt::format("{}.png", face);
}

}  // namespace mtcnn::cli
