#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

#include "media/clips/clip_frame.h"
#include "media/clips/clip_reader.h"
#include "media/picture.h"
#include "media/record.h"

namespace mtcnn::cli {

/// Where what is drawn of an input goes; empty where it is not wanted.
struct DrawingPaths {
  std::string annotated;  ///< a picture or clip
  std::string crops;      ///< a folder
};

/// A picture or frame on its way through a job, or an input that failed.
struct Item {
  media::Record record;                   ///< without faces until it was searched
  media::Picture picture;                 ///< none where the record has an error, or of a clip
  std::optional<media::ClipFrame> frame;  ///< of a clip
  DrawingPaths drawings;
  std::size_t expected_frames = 0;  ///< of the whole job, as far as is known when this is read; 0 where nobody knows
  bool is_live = false;             ///< another one comes soon, whether this one was searched or not

  ImageView view() const { return frame ? frame->view : picture.view(); }

  /// About what it holds of memory.
  std::size_t bytes() const;

  /// For one that was searched and is not to be drawn.
  void drop_pixels();
};

/// The frames that follow are those of a clip ...
struct ClipStart {
  std::string source;
  DrawingPaths drawings;
  media::ClipInfo info;
  std::size_t expected_frames = 0;  ///< those that are wanted; 0 where nobody knows
};

/// ... up to here.
struct ClipEnd {
  std::string source;
  media::ClipInfo info;
  media::ClipTally tally;
  std::size_t dropped = 0;  ///< live frames that came while others were searched
};

/// What goes from stage to stage of a job, in the order of the inputs.
using Event = std::variant<ClipStart, Item, ClipEnd>;

std::size_t bytes_of(const Event& event);

}  // namespace mtcnn::cli
