#pragma once

#include <cstdint>
#include <string>

#include "media/clips/clip_clock.h"
#include "media/ffmpeg_objects.h"

namespace mtcnn::media {

/// Copies the first sound of a clip into another as it is, packet by packet, along with the frames.
class SoundCopier {
 public:
  /// Adds a stream for the sound to `output`, if the clip at `source` has one that its container takes.
  SoundCopier(const std::string& source, AVFormatContext& output);

  /// Copies the packets that begin before `seconds` from the start of the video, but none before the first call's.
  /// Returns what FFmpeg says of an error of writing, 0 where there is none.
  int copy_until(double seconds);

  /// Why there is none although the clip has one; empty otherwise.
  const std::string& note() const { return note_; }

 private:
  bool read_packet();

  AVFormatContext* output_;
  InputContext file_;
  AVStream* source_stream_ = nullptr;
  AVStream* output_stream_ = nullptr;
  Packet packet_;
  bool has_packet_ = false;
  ClipClock clock_;
  std::int64_t next_pts_ = 0;  ///< when the packet before ends
  double video_start_ = 0;     ///< seconds, on the clock of the clip
  double first_ = -1;          ///< seconds of the first frame; negative before it
  std::string note_;
};

}  // namespace mtcnn::media
