#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mtcnn/error.h"
#include "mtcnn/face.h"

namespace mtcnn::media {

/// The names of the landmarks in records, in the order of `Face::landmarks`.
inline constexpr std::array<std::string_view, kLandmarkCount> kLandmarkNames = {"left_eye", "right_eye", "nose",
                                                                                "left_mouth", "right_mouth"};

/// What is written for one frame, or once for an input that failed.
struct Record {
  std::string source;                   ///< the input's path as it was given
  bool is_of_clip = false;              ///< else of a picture
  std::int64_t frame_index = 0;         ///< 0 for a picture
  double timestamp = 0;                 ///< seconds from the start; 0 for a picture
  int width = 0;                        ///< pixels as displayed
  int height = 0;                       ///< pixels as displayed
  bool partial = false;                 ///< part of the frame could not be decoded
  bool is_capped = false;               ///< the search left proposals out (`Detection`)
  std::vector<Face> faces;              ///< highest score first
  std::vector<std::int64_t> track_ids;  ///< one a face, the same for one person's face in all frames; or none at all
  std::optional<Error> error;           ///< why there is nothing of an input: then nothing above but `source` counts
};

/// The last part of the source's path; for a frame of a clip, that and its index: "walk.mp4:17".
std::string frame_name(const Record& record);

}  // namespace mtcnn::media
