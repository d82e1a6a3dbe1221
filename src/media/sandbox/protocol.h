#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "media/clips/clip_reader.h"
#include "media/picture.h"
#include "media/sandbox/message.h"
#include "mtcnn/error.h"

namespace mtcnn::media {

// What the program and the process that decodes for it say to each other. First the program sends PictureLimits, and
// the process answers kReady once it is confined.

/// Of the program. It trusts nothing that comes back, and what it sends is trusted.
enum class RequestKind : std::uint8_t {
  kPicture,  ///< its name; a file
  kClip,     ///< its name, ClipOrder, the first bytes where it is standard input; a file
  kRelease,  ///< a lease
};

/// Of the process: one for a picture; kClip, frames and kClipEnd for a clip; kFailure in the place of any.
enum class AnswerKind : std::uint8_t {
  kReady,
  kPicture,   ///< the picture without its pixels, which lie in a file
  kClip,      ///< ClipInfo
  kFrame,     ///< SharedFrame
  kClipEnd,   ///< ClipTally
  kProgress,  ///< frames were decoded that nobody asked for
  kFailure,   ///< Error
};

struct ClipOrder {
  ClipSelection selection;
  int threads = 1;
  int most_lent = 1;  ///< frames that wait for their release
};

/// A plane of a frame in a slot: memory that both processes see.
struct SharedPlane {
  std::uint64_t offset = 0;  ///< of the first row that is shown
  std::int64_t stride = 0;
};

/// A frame in a slot, which is not written to before its lease is released.
struct SharedFrame {
  std::uint32_t slot = 0;
  std::uint64_t lease = 0;
  std::array<SharedPlane, 3> planes{};
};

/// Slots are numbered from 0 up to before this.
inline constexpr std::uint32_t kMostSlots = 128;

void put_error(Message& message, const Error& error);
Error take_error(Message& message);

void put_picture(Message& message, const Picture& picture);

/// Throws Nonsense unless pixels of `Picture::stride` and `height` are those of a picture within the limits.
Picture take_picture_without_pixels(Message& message, const PictureLimits& limits);

void put_clip_info(Message& message, const ClipInfo& info);
ClipInfo take_clip_info(Message& message);

void put_clip_tally(Message& message, const ClipTally& tally);
ClipTally take_clip_tally(Message& message);

/// All of the frame but where its planes lie.
void put_clip_frame(Message& message, const ClipFrame& frame);

/// Throws Nonsense for a frame that cannot be, or is not within the limits.
ClipFrame take_clip_frame(Message& message, const PictureLimits& limits);

}  // namespace mtcnn::media
