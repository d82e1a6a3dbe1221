#include "media/picture_name.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace mtcnn::media {
namespace {

constexpr std::array<std::string_view, 23> kPictureExtensions = {
    ".avif", ".bmp", ".gif", ".heic", ".heif", ".hif", ".j2k", ".jfif", ".jp2", ".jpe",  ".jpeg", ".jpg",
    ".jxl",  ".pbm", ".pgm", ".png",  ".pnm",  ".ppm", ".qoi", ".tga",  ".tif", ".tiff", ".webp"};

}  // namespace

std::string lower_case_extension(std::string_view path) {
  std::string extension = std::filesystem::path(path).extension().string();
  for (char& character : extension) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return extension;
}

bool has_picture_extension(std::string_view path) {
  return std::ranges::find(kPictureExtensions, lower_case_extension(path)) != kPictureExtensions.end();
}

bool has_clip_extension(std::string_view path) {
  constexpr std::string_view kExtensions[] = {".264",  ".265",  ".3g2",  ".3gp",  ".asf",  ".avi", ".dv",    ".flv",
                                              ".h264", ".h265", ".hevc", ".ivf",  ".m2ts", ".m4v", ".mjpeg", ".mjpg",
                                              ".mkv",  ".mov",  ".mp4",  ".mpeg", ".mpg",  ".mts", ".mxf",   ".nut",
                                              ".obu",  ".ogv",  ".ts",   ".vob",  ".webm", ".wmv", ".y4m"};
  return std::ranges::find(kExtensions, lower_case_extension(path)) != std::end(kExtensions);
}

}  // namespace mtcnn::media
