#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "media/picture.h"
#include "mtcnn/detector.h"
#include "raster/face_crop.h"

namespace mtcnn::cli {

/// What the command line of `detect` says.
struct DetectArguments {
  std::vector<std::string> inputs;
  std::string output = "-";  ///< a file, or "-" for standard output
  std::string format;
  std::string annotate;  ///< a file or a folder; nothing is annotated where it is empty
  std::string crops;     ///< a folder; faces are not cut out where it is empty
  raster::CropShape crop_shape;
  std::string weights;  ///< a file; the ones in the library where it is empty
  std::string thresholds;
  std::string frames;  ///< "A:B"; all of them where it is empty
  std::int64_t every = 1;
  std::optional<double> max_duration;  ///< seconds
  int batch_size = 8;
  bool quiet = false;
  bool resume = false;
  bool force = false;
  bool sandbox = false;         ///< decodes in a process of its own
  media::PictureLimits limits;  ///< of pictures, and of the frames of clips
  bool strict = false;          ///< what is only partly there is refused
  bool track = false;           ///< faces from frame to frame of a clip
  DetectorOptions detector;     ///< but for the thresholds and the weights, which come as text
};

}  // namespace mtcnn::cli
