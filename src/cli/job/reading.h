#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "cli/job/checkpoint.h"
#include "cli/job/events.h"
#include "cli/job/frame_forecast.h"
#include "media/clips/clip_reader.h"
#include "media/input.h"
#include "media/picture.h"
#include "media/sandbox/sandbox.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {

struct ReadingSettings {
  media::ClipSelection selection;  ///< of each clip
  media::PictureLimits limits;
  bool strict = false;                ///< what is only partly there is refused
  media::Sandbox* sandbox = nullptr;  ///< where inputs are decoded, with its own limits; none: in this process
};

/// The first stage of a job: reads the inputs one after the other, and decodes what they hold. An input that fails
/// becomes an item with an error. An interruption ends it.
class Reading {
 public:
  /// Passes an event on; false where no more are wanted.
  using Emit = std::function<bool(Event)>;

  /// `threads` are for decoding a clip.
  Reading(const ReadingSettings& settings, int threads, Emit emit)
      : settings_(settings), threads_(threads), emit_(std::move(emit)) {}

  /// `drawings` says for each input where what is drawn of it goes; where it is empty, nothing is drawn. What comes
  /// before `start`, whose totals are those of all before it, is passed over.
  void run(std::span<const media::Input> inputs, std::span<const DrawingPaths> drawings, const Checkpoint& start);

 private:
  bool read(const media::Input& input, const DrawingPaths& drawings, FrameForecast& forecast);
  media::ClipReader open_clip(const media::Input& input) const;
  bool read_standard_input(const media::Input& input, DrawingPaths drawings, FrameForecast& forecast);
  bool read_clip(const media::Input& input, const DrawingPaths& drawings, FrameForecast& forecast);
  bool read_frames(const media::Input& input, const DrawingPaths& drawings, media::ClipReader& reader,
                   const FrameForecast& forecast);
  bool emit_error(const std::string& source, const Error& error, const FrameForecast& forecast);
  bool emit_item(Item item, const FrameForecast& forecast);

  ReadingSettings settings_;
  int threads_;
  Emit emit_;
  std::size_t items_ = 0;
  std::size_t passed_over_ = 0;  ///< of the items, the first ones, which are not wanted any more
};

}  // namespace mtcnn::cli
