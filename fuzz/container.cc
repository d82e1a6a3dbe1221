// Clips of any bytes: an Error, or frames that can be read, of which no more are counted than there are.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <new>
#include <span>
#include <string>

#include "image/view.h"
#include "input.h"
#include "media/clips/clip_reader.h"
#include "media/file_descriptor.h"
#include "mtcnn/error.h"

namespace mtcnn::fuzz {
namespace {

// What the reader does with one frame it does with all, so that a unit takes no more than these.
constexpr media::PictureLimits kFewPixels = {.max_pixels = 1 << 18};
constexpr std::int64_t kFewFrames = 20;

/// A file that is in no folder, with these bytes.
media::FileDescriptor file_of(std::span<const std::uint8_t> bytes) {
  media::FileDescriptor file(::memfd_create("clip", MFD_CLOEXEC));
  require(file.is_open(), "the system makes no file in memory");
  require(::write(file.number(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
          "the file in memory cannot be written");
  return file;
}

void check_frame(const media::ClipFrame& frame) {
  check_view(frame.view);
  require(frame.index >= 0 && frame.index < kFewFrames, "a frame's index is not among those that were asked for");
}

void read(const std::string& path) {
  try {
    media::ClipReader reader(path, {.end = kFewFrames}, 1, {}, kFewPixels);
    std::int64_t frames = 0;
    while (const std::optional<media::ClipFrame> frame = reader.next()) {
      check_frame(*frame);
      ++frames;
    }
    require(frames <= reader.tally().decoded, "fewer frames were decoded than were given");
  } catch (const Error& error) {
    require(std::string(error.what()).starts_with(path), "an error does not begin with the clip that it is about");
    require(error.code() != ErrorCode::kInternal, "a clip was refused for a mistake of ours");
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): a clip that claims more than FFmpeg may allocate
  }
}

}  // namespace
}  // namespace mtcnn::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const mtcnn::media::FileDescriptor file = mtcnn::fuzz::file_of({data, size});
  mtcnn::fuzz::read("/proc/self/fd/" + std::to_string(file.number()));
  return 0;
}
