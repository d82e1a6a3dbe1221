#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "media/picture.h"
#include "media/sandbox/message.h"
#include "media/sandbox/protocol.h"
#include "media/sandbox/shared_memory.h"

namespace mtcnn::media {

/// The process that decodes, as the program sees it: the program itself, started anew with nothing but a connection.
/// Ends with this object.
class DecoderProcess {
 public:
  /// Starts it, without waiting for it. Throws Error (kUnsupported, stage kOptions) where that is not possible.
  explicit DecoderProcess(const PictureLimits& limits);
  ~DecoderProcess();

  DecoderProcess(const DecoderProcess&) = delete;
  DecoderProcess& operator=(const DecoderProcess&) = delete;

  /// Until then nothing may be asked. Throws Error (kUnsupported, stage kOptions) with what the process says when it
  /// cannot be confined.
  void wait_until_ready(std::chrono::milliseconds patience);

  /// Asks for something; where the process is gone, the answer will tell.
  void ask(const Message& request, int file = -1) { socket_.send(request, file); }

  struct Waiting {
    std::string name;                       ///< of what is decoded, for errors
    std::chrono::milliseconds patience;     ///< without an answer; below 0 for no end
    std::function<bool()> is_stopped = {};  ///< asked while there is no answer
    int most_lent = 1;                      ///< frames; with so many, it is the process that waits
  };

  /// The next answer, none where it was stopped. Throws Error (stage kDecode) that begins with the name: kCorrupt where
  /// the process crashes, kDeadline where it does not answer, and what it answers instead of what was wanted. But for
  /// that last case the process is at its end then.
  std::optional<Message> answer(AnswerKind& kind, const Waiting& waiting);

  /// For an answer that makes no sense.
  [[noreturn]] void end_for_nonsense(const std::string& name);

  /// Slots get new memory.
  void begin_clip() { slots_ = {}; }

  /// The memory of a slot; where a file comes along, it is that from now on. Throws Nonsense where there is none.
  std::shared_ptr<const SharedMemory> slot(std::uint32_t number, const FileDescriptor& file);

  /// Frames that were lent and not released.
  void lend() { ++lent_; }
  void release(std::uint64_t lease);

  bool is_running() const { return process_ > 0; }

  /// False where it is gone, or speaks though nothing was asked.
  bool is_idle() const;

  /// Kills it, unless it is at its end already; says how it ended by itself, if it did.
  std::string end();

 private:
  std::optional<Message> next_message(AnswerKind& kind, const Waiting& waiting);

  MessageSocket socket_;
  std::atomic<int> lent_ = 0;
  std::array<std::shared_ptr<const SharedMemory>, kMostSlots> slots_;
  pid_t process_ = -1;
  bool is_ready_ = false;
};

}  // namespace mtcnn::media
