#include "support/files.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace mtcnn::test {

namespace fs = std::filesystem;

fs::path picture(std::string_view name) { return fs::path(MTCNN_PICTURES) / name; }

std::optional<fs::path> shared_folder() {
  const char* const set = std::getenv("MTCNN_SHARED");
  const fs::path folder = set != nullptr ? fs::path(set) : fs::path(MTCNN_SOURCE_FOLDER).parent_path() / "shared";
  if (!fs::is_directory(folder / "golden")) return std::nullopt;
  return folder;
}

fs::path project_file(std::string_view path) { return fs::path(MTCNN_SOURCE_FOLDER) / path; }

std::vector<std::uint8_t> read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace mtcnn::test
