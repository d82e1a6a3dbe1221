#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace mtcnn::test {

/// Makes clips with the command ffmpeg, in a folder that is gone with it.
class ClipStudio {
 public:
  /// Runs ffmpeg with the arguments, in the words of a shell, and then the name of the clip. Returns its path; throws
  /// std::runtime_error with what ffmpeg says.
  std::string make(const std::string& name, const std::string& arguments) const;

  /// A clip of ffmpeg's moving test picture, at 25 frames a second: `arguments` say how to encode it.
  std::string make_test_clip(const std::string& name, int width, int height, int frames,
                             const std::string& arguments = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p") const;

  /// A clip of a picture with three drawn faces, which every recipe finds.
  std::string make_faces_clip(const std::string& name, int frames, const std::string& arguments = "") const;

  /// The frames of a clip as ffmpeg itself decodes them, one behind the other. `arguments` say into which pixels.
  std::vector<std::uint8_t> decoded(const std::string& path, const std::string& arguments) const;

  /// What ffprobe says, line by line.
  static std::vector<std::string> probed(const std::string& path, const std::string& arguments);

  /// Whether ffmpeg has the encoder.
  static bool has_encoder(const std::string& name);

  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

}  // namespace mtcnn::test
