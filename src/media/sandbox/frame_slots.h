#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "media/clips/clip_frame.h"
#include "media/clips/frame_memory.h"
#include "media/sandbox/protocol.h"
#include "media/sandbox/shared_memory.h"

namespace mtcnn::media {

/// Memory for frames of clips, in the process that decodes, which the program sees too. A slot is free when neither the
/// decoder nor whoever holds the frame needs it any more; then it serves again.
class FrameSlots final : public FrameMemory {
 public:
  /// The frames that follow are those of another clip, and get new memory: a damaged frame shows what its decoder
  /// leaves out, and that is not to be another clip's.
  void begin_clip();

  /// Lets the decoder write into a slot, if one is to be had and it is a frame that needs no conversion; else into
  /// memory of its own.
  int allocate(AVCodecContext* codec, AVFrame* frame, int flags) override;

  /// Where a frame lies. It is copied into a slot if it is in none; throws std::bad_alloc where none is free.
  SharedFrame place(ClipFrame& frame);

  /// The file of a slot, the first time it is asked for since there is this memory in it; not open otherwise.
  FileDescriptor take_file(std::uint32_t slot);

 private:
  struct Slot {
    SharedMemory memory;
    FileDescriptor file{-1};  ///< that the program does not know yet
    std::uint64_t clip = 0;   ///< whose frames it has
    bool is_used = false;
  };

  /// None where there is none.
  Slot* acquire(std::size_t bytes, std::uint32_t most);
  Slot* free_slot(std::size_t bytes, std::uint32_t most);
  void let_go(const std::uint8_t* memory);
  Slot* slot_of(const std::uint8_t* byte);
  Slot* copy(ClipFrame& frame);

  std::mutex mutex_;
  std::uint64_t clip_ = 0;
  std::array<Slot, kMostSlots> slots_;
};

}  // namespace mtcnn::media
