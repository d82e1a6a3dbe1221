#include "media/clips/clip_clock.h"

#include <algorithm>
#include <cmath>

namespace mtcnn::media {

ClipClock::ClipClock(const AVFormatContext& file, const AVStream& stream) {
  constexpr double kLeastStepBack = 0.25;  // seconds
  if ((file.iformat->flags & AVFMT_TS_DISCONT) == 0) return;
  least_step_back_ = std::max<std::int64_t>(std::llround(kLeastStepBack / av_q2d(stream.time_base)), 1);
}

std::int64_t ClipClock::time_of(std::int64_t ticks, std::int64_t expected) {
  const bool is_anew = least_step_back_ > 0 && last_ && ticks + shift_ <= *last_ - least_step_back_;
  if (is_anew) shift_ = expected - ticks;
  last_ = ticks + shift_;
  return *last_;
}

}  // namespace mtcnn::media
