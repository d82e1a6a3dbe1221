#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "media/clips/clip_reader.h"
#include "raster/canvas.h"

namespace mtcnn::media {

/// Writes frames as a clip: H.264 in MP4, with the times of the frames as they were, and the sound of the clip that
/// they came from, copied as it is for as long as there are frames. Frames of an odd width or height get another column
/// or row; one of another size than the first is fitted into it.
///
/// The file gets its name when it is whole; before that it lies beside it under a name that begins with a dot. All
/// throw Error (kUnwritable or kUnsupported, stage kWrite) that begins with the path.
class ClipWriter {
 public:
  /// `source` is the path of the clip of which `info` tells. `threads` for encoding, 0 for one per core.
  ClipWriter(const std::string& path, const std::string& source, const ClipInfo& info, int threads);

  /// Removes what was written unless it was finished.
  ~ClipWriter();

  ClipWriter(ClipWriter&&) noexcept;
  ClipWriter& operator=(ClipWriter&&) noexcept;

  /// `ticks` as of the ClipFrame, later than those before.
  void write(const raster::Canvas& canvas, std::int64_t ticks);

  bool has_frames() const;

  /// To be called once, after at least one frame.
  void finish();

  /// Why the sound was left out, as a sentence; empty where it was not, or where there is none.
  const std::string& note() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mtcnn::media
