#pragma once

#include <cstdint>
#include <optional>

#include "media/ffmpeg_objects.h"

namespace mtcnn::media {

/// Times further away are none, so that what is computed of several stays in 64 bits: a clip may claim any.
inline constexpr std::int64_t kMostTicks = std::int64_t{1} << 60;

/// False for AV_NOPTS_VALUE, too.
constexpr bool is_time(std::int64_t ticks) { return -kMostTicks <= ticks && ticks <= kMostTicks; }

/// The clock of a stream whose container may let it begin anew, as where recordings of a transport stream were joined:
/// the clip then goes on.
class ClipClock {
 public:
  ClipClock() = default;
  ClipClock(const AVFormatContext& file, const AVStream& stream);

  /// In ticks of the stream, of what comes next: `ticks` is what the clock says, `expected` when the one before ends.
  /// Both must be times.
  std::int64_t time_of(std::int64_t ticks, std::int64_t expected);

 private:
  std::int64_t least_step_back_ =
      0;                    ///< that is a beginning and not some disorder; 0 where the clock never begins anew
  std::int64_t shift_ = 0;  ///< from what the clock says to the clip's time
  std::optional<std::int64_t> last_;  ///< time of what came before
};

}  // namespace mtcnn::media
