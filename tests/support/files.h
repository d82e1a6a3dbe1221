#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace mtcnn::test {

/// A picture that the set-up took out of a pinned wheel, e.g. "astronaut.png".
std::filesystem::path picture(std::string_view name);

/// The folder of further pictures and answers: $MTCNN_SHARED, or shared/ beside the project's folder. None where
/// neither is there; a test that needs it then skips, and says so.
std::optional<std::filesystem::path> shared_folder();

/// A file or folder of the project itself, by its path below the project's folder.
std::filesystem::path project_file(std::string_view path);

std::vector<std::uint8_t> read_file(const std::filesystem::path& path);

}  // namespace mtcnn::test
