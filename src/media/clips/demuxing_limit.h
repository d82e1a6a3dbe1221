#pragma once

#include <cstddef>

namespace mtcnn::media {

/// While one of these lives, FFmpeg allocates no more than this at once, in the whole process: a clip of a kilobyte can
/// claim an index of gigabytes, which grows until an allocation fails. An index may have 5 million entries, which is 55
/// hours of 25 frames a second.
class DemuxingLimit {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{128} << 20;

  DemuxingLimit();
  ~DemuxingLimit();
  DemuxingLimit(const DemuxingLimit&) = delete;
  DemuxingLimit& operator=(const DemuxingLimit&) = delete;
};

}  // namespace mtcnn::media
