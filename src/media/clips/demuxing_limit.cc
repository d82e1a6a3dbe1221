#include "media/clips/demuxing_limit.h"

extern "C" {
#include <libavutil/mem.h>
}

#include <climits>
#include <mutex>

namespace mtcnn::media {
namespace {

std::mutex mutex;
int alive = 0;

}  // namespace

DemuxingLimit::DemuxingLimit() {
  const std::scoped_lock lock(mutex);
  if (alive++ == 0) av_max_alloc(kMostBytes);
}

DemuxingLimit::~DemuxingLimit() {
  const std::scoped_lock lock(mutex);
  if (--alive == 0) av_max_alloc(INT_MAX);  // what FFmpeg begins with
}

}  // namespace mtcnn::media
