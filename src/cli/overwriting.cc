#include "cli/overwriting.h"

#include <filesystem>
#include <optional>
#include <set>

#include "media/file.h"
#include "media/place.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {

void refuse_overwriting(std::string_view option, std::span<const std::string> written,
                        std::span<const media::Input> inputs) {
  // What is there already is far less, as a rule, than what there is to read.
  std::set<media::FileIdentity> existing;
  for (const std::string& path : written) {
    if (const std::optional identity = media::file_identity(path)) existing.insert(*identity);
  }
  if (existing.empty()) return;

  for (const media::Input& input : inputs) {
    if (media::is_stream(input.opened())) continue;
    const std::optional identity = media::file_identity(input.source);
    if (!identity || !existing.contains(*identity)) continue;
    throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions,
                std::string(option) + " would overwrite the input " + input.source);
  }
}

void refuse_same_file(const std::string& output, std::span<const std::string> annotated) {
  const std::filesystem::path normal = std::filesystem::path(output).lexically_normal();
  for (const std::string& path : annotated) {
    if (std::filesystem::path(path).lexically_normal() != normal) continue;
    throw Error(ErrorCode::kInvalidArgument, ErrorStage::kOptions, "-o and --annotate would both write to " + output);
  }
}

}  // namespace mtcnn::cli
