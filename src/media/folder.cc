#include "media/folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace mtcnn::media {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().native().starts_with('.'); }

class Walk {
 public:
  explicit Walk(std::span<const FileIdentity> left_out) : left_out_(left_out) {}

  FolderContents contents_of(const std::string& folder) {
    pending_.push_back(folder);
    while (!pending_.empty()) {
      const std::string next = std::move(pending_.back());
      pending_.pop_back();
      read_folder(next);
    }
    return std::move(contents_);
  }

 private:
  void read_folder(const std::string& folder) {
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    while (!error && entry != fs::directory_iterator()) {
      if (!is_hidden(entry->path())) sort_in(*entry);
      entry.increment(error);
    }
    if (error) contents_.failed.push_back({folder, "cannot be read: " + error.message()});
  }

  void sort_in(const fs::directory_entry& entry) {
    std::error_code ignored;  // what cannot be asked for its kind is taken for a file; reading it will tell
    const std::string& path = entry.path().native();
    if (!entry.is_directory(ignored)) {
      contents_.files.push_back(path);
    } else if (entry.is_symlink(ignored)) {
      contents_.skipped.push_back({path, "links to folders are not followed"});
    } else if (is_left_out(path)) {
      contents_.skipped.push_back({path, "what is drawn goes there"});
    } else {
      pending_.push_back(path);
    }
  }

  bool is_left_out(const std::string& folder) const {
    const std::optional<FileIdentity> identity = file_identity(folder);
    return identity && std::ranges::find(left_out_, *identity) != left_out_.end();
  }

  std::span<const FileIdentity> left_out_;
  std::vector<std::string> pending_;
  FolderContents contents_;
};

}  // namespace

FolderContents walk_folder(const std::string& folder, std::span<const FileIdentity> left_out) {
  return Walk(left_out).contents_of(folder);
}

}  // namespace mtcnn::media
