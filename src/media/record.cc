#include "media/record.h"

#include <filesystem>

namespace mtcnn::media {

std::string frame_name(const Record& record) {
  const std::string name = std::filesystem::path(record.source).filename().string();
  return record.is_of_clip ? name + ":" + std::to_string(record.frame_index) : name;
}

}  // namespace mtcnn::media
