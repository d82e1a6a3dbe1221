#pragma once

#include <string>

namespace mtcnn::media {

/// FFmpeg reports what it finds wrong in a log, which it prints unless told otherwise. While one of these lives, the
/// first error that its thread logs is kept in it; once there was one, nothing is printed any more.
class FfmpegLog {
 public:
  FfmpegLog();
  ~FfmpegLog();
  FfmpegLog(const FfmpegLog&) = delete;
  FfmpegLog& operator=(const FfmpegLog&) = delete;

  /// Empty where there was none.
  std::string first_error() const { return first_error_; }

 private:
  char first_error_[256] = {};
};

}  // namespace mtcnn::media
