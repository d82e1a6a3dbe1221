#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "media/input.h"

namespace mtcnn::cli {

/// How many frames a job will have. A picture has one; a clip tells when it is opened, and until then is taken to be as
/// long as those before it.
class FrameForecast {
 public:
  /// `done`: frames of inputs before these.
  explicit FrameForecast(std::span<const media::Input> inputs, std::size_t done = 0);

  /// The next picture is done.
  void picture_done();

  /// The next clip was opened, and has so many frames, if anybody knows.
  void clip_opened(std::optional<std::size_t> frames);

  /// The clip that was opened had so many.
  void clip_done(std::size_t frames);

  /// Frames of the whole job, done or not; 0 while a clip is open of which nobody knows how long it is.
  std::size_t total() const;

 private:
  std::size_t done_ = 0;     ///< frames of the inputs that are done
  std::size_t open_ = 0;     ///< frames of the clip that is open
  bool is_endless_ = false;  ///< nobody knows how many that are
  std::size_t pictures_left_ = 0;
  std::size_t clips_left_ = 0;
  std::size_t clips_opened_ = 0;
  std::size_t frames_of_clips_ = 0;  ///< of those opened
};

}  // namespace mtcnn::cli
