#include "cli/job/frame_forecast.h"

namespace mtcnn::cli {

FrameForecast::FrameForecast(std::span<const media::Input> inputs, std::size_t done) : done_(done) {
  for (const media::Input& input : inputs) ++(input.is_clip ? clips_left_ : pictures_left_);
}

void FrameForecast::picture_done() {
  ++done_;
  --pictures_left_;
}

void FrameForecast::clip_opened(std::optional<std::size_t> frames) {
  open_ = frames.value_or(0);
  is_endless_ = !frames;
  --clips_left_;
  ++clips_opened_;
  frames_of_clips_ += open_;
}

void FrameForecast::clip_done(std::size_t frames) {
  done_ += frames;
  frames_of_clips_ += frames - open_;
  open_ = 0;
  is_endless_ = false;
}

std::size_t FrameForecast::total() const {
  if (is_endless_) return 0;
  const std::size_t length = clips_opened_ > 0 ? frames_of_clips_ / clips_opened_ : 1;
  return done_ + open_ + pictures_left_ + clips_left_ * length;
}

}  // namespace mtcnn::cli
