#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "media/file.h"

namespace mtcnn::media {

/// A path, and why it was not read.
struct Unread {
  std::string path;
  std::string reason;
};

/// What lies in a folder and in those below it. Every path begins with the folder as it was given.
struct FolderContents {
  std::vector<std::string> files;  ///< whatever is neither a folder nor a link to one
  std::vector<Unread> skipped;     ///< folders that are not walked on purpose
  std::vector<Unread> failed;      ///< folders that could not be walked
};

/// Walks a folder, in no defined order. What begins with a dot is hidden, and passed over without a word. Links to
/// folders are skipped, because with them a walk might never end, and so are the folders `left_out`.
FolderContents walk_folder(const std::string& folder, std::span<const FileIdentity> left_out = {});

}  // namespace mtcnn::media
