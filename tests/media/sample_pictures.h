#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "media/hand_made_pictures.h"
#include "media/picture.h"
#include "mtcnn/error.h"

namespace mtcnn::test {

struct EncodedPicture {
  std::string name;
  Bytes bytes;

  friend void PrintTo(const EncodedPicture& picture, std::ostream* stream) { *stream << picture.name; }
};

// Odd, and no multiples of any block size.
inline constexpr int kSampleWidth = 37;
inline constexpr int kSampleHeight = 29;

/// `pattern(kSampleWidth, kSampleHeight)` in each way to write it that keeps every value.
std::vector<EncodedPicture> lossless_samples();

/// `smooth_pattern(kSampleWidth, kSampleHeight)` as x265 and libheif wrote it, in a grid of one tile.
Bytes heic_sample();

/// Those without loss, and one or more of every other format that is decoded in a way of its own.
std::vector<EncodedPicture> all_samples();

/// The error that decoding must end with, and its sentence.
struct Refusal {
  ErrorCode code = {};
  std::string message;
};
Refusal refusal_of(const Bytes& encoded, const media::PictureLimits& limits = {});

}  // namespace mtcnn::test
