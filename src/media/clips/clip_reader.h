#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "media/clips/clip_frame.h"
#include "media/clips/frame_memory.h"
#include "media/picture.h"

namespace mtcnn::media {

/// Which frames of a clip are wanted; all of them unless it says otherwise.
struct ClipSelection {
  std::int64_t first = 0;                ///< index of the first frame
  std::optional<std::int64_t> end = {};  ///< index behind the last
  std::int64_t every = 1;                ///< of those, one in so many, beginning with the first
  std::optional<double> longest = {};    ///< seconds from the start of the clip

  bool contains(std::int64_t index) const {
    return index >= first && (!end || index < *end) && (index - first) % every == 0;
  }
};

/// What the file says of the clip in it.
struct ClipInfo {
  std::string codec;                          ///< as FFmpeg names it: "h264"
  std::optional<std::int64_t> frames;         ///< how many the container lists
  std::optional<std::int64_t> likely_frames;  ///< the same, or told by duration and rate
  int tick_numerator = 1;                     ///< a tick of the stream's clock is so many seconds ...
  int tick_denominator = 1;                   ///< ... divided by so many
  double frame_rate = 0;                      ///< frames a second on average; 0 where nothing says
};

/// How reading a clip went.
struct ClipTally {
  std::int64_t decoded = 0;  ///< frames, wanted or not, damaged ones among them
  std::int64_t corrupt = 0;  ///< frames that are damaged, and packets that gave none
  std::string damage;        ///< empty where all went well; otherwise what is missing or damaged, as a sentence
};

/// What a process that may open nothing is given to read a clip.
struct ClipProvisions {
  int file = -1;                  ///< the source, open, where it is a file; -1: it is to be opened
  FrameMemory* memory = nullptr;  ///< for the frames; none: the decoder's own
};

/// Decodes the frames of the first video stream of a file, of standard input, of what a URL names, or of a camera
/// (`place_of` tells which), in the order in which they are shown.
///
/// Containers and codecs are those of FFmpeg's libraries; of a file, nothing but the file itself is ever opened. A clip
/// that breaks off or is damaged gives what can be decoded, and tells so in `tally`.
class ClipReader {
 public:
  /// Whatever gives the frames.
  class Source {
   public:
    virtual ~Source() = default;
    virtual const ClipInfo& info() const = 0;
    virtual std::optional<ClipFrame> next() = 0;
    virtual const ClipTally& tally() const = 0;
  };

  /// True where the clip is to end here: asked before each frame, and while there is nothing to read.
  using Stop = std::function<bool()>;

  /// `threads` for decoding, 0 for one per core. Throws Error that begins with the source as it is shown: kNotFound,
  /// kUnreadable, kEmpty, kUnsupported (no clip, no video in it, no decoder), kCorrupt (damaged beyond reading), kLimit
  /// (frames too large); and std::bad_alloc where FFmpeg gets no memory, also for what a file only claims to hold.
  ClipReader(const std::string& source, const ClipSelection& selection, int threads, Stop is_stopped = {},
             const PictureLimits& limits = {}, const ClipProvisions& provisions = {});

  explicit ClipReader(std::unique_ptr<Source> source) : source_(std::move(source)) {}

  const ClipInfo& info() const { return source_->info(); }

  /// The next frame that is wanted; none at the end of the clip or of the selection. Throws Error (kCorrupt, kLimit)
  /// that begins with the source where the whole clip gave no frame.
  std::optional<ClipFrame> next() { return source_->next(); }

  /// Of what was read so far.
  const ClipTally& tally() const { return source_->tally(); }

 private:
  class Decoding;
  std::unique_ptr<Source> source_;
};

/// How many frames of a clip a selection likely has; none where nothing says.
std::optional<std::size_t> selected_frames(const ClipSelection& selection, const ClipInfo& info);

/// True where a file is to be read as a clip: `beginning` are its first bytes. A picture is told by its bytes; a stream
/// of JPEGs, which begins like one, by its name.
bool is_clip(std::string_view path, std::span<const std::uint8_t> beginning);

}  // namespace mtcnn::media
