#include "media/sandbox/worker.h"

#include <libheif/heif.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "media/clips/clip_reader.h"
#include "media/file.h"
#include "media/not_enough_memory.h"
#include "media/picture.h"
#include "media/place.h"
#include "media/sandbox/confinement.h"
#include "media/sandbox/frame_slots.h"
#include "media/sandbox/message.h"
#include "media/sandbox/protocol.h"
#include "media/sandbox/shared_memory.h"

namespace mtcnn::media {
namespace {

/// The program is gone, and there is nobody to decode for.
struct ProgramIsGone {};

class Worker {
 public:
  explicit Worker(const MessageSocket& socket) : socket_(socket) {}

  /// Tells the program that decoding may begin, or why it may not.
  void begin() {
    Message message = receive();
    limits_ = message.take<PictureLimits>();
    // What libraries load when they are first used.
    heif_init(nullptr);
    try {
      confine(limits_);
    } catch (const Error& error) {
      fail(error);
      throw ProgramIsGone();  // or will be: nothing is decoded here
    }
    send(message_of(AnswerKind::kReady));
  }

  [[noreturn]] void serve() {
    for (;;) {
      Message request = receive();
      switch (request.take_choice(RequestKind::kRelease)) {
        case RequestKind::kPicture:
          decode_picture(request);
          break;
        case RequestKind::kClip:
          decode_clip(request);
          break;
        case RequestKind::kRelease:
          release(request);
          break;
      }
    }
  }

 private:
  Message receive() const {
    std::optional<Message> message = socket_.receive();
    if (!message) throw ProgramIsGone();
    return std::move(*message);
  }

  void send(const Message& message, int file = -1) const {
    if (!socket_.send(message, file)) throw ProgramIsGone();
  }

  /// What the work throws is the answer; `what` is it done for.
  template <class Work>
  void answering(const std::string& name, const std::string& what, const Work& work) const {
    try {
      work();
    } catch (const Error& error) {
      fail(error);
    } catch (const std::bad_alloc&) {
      fail(not_enough_memory(what, name));
    }
  }

  void fail(const Error& error) const {
    Message message = message_of(AnswerKind::kFailure);
    put_error(message, error);
    send(message);
  }

  void decode_picture(Message& request) const {
    const std::string name = request.take_text();
    answering(name, "picture", [&] {
      const std::vector<std::uint8_t> encoded = read_open_file(request.file().number(), name);
      const Picture picture = media::decode_picture(encoded, limits_, name);
      const FileDescriptor pixels = memory_file_of(picture.pixels);
      Message message = message_of(AnswerKind::kPicture);
      put_picture(message, picture);
      send(message, pixels.number());
    });
  }

  void decode_clip(Message& request) {
    const std::string source = request.take_text();
    const auto order = request.take<ClipOrder>();
    FileDescriptor file = std::move(request.file());
    if (place_of(source) == Place::kStandardInput) {
      const std::string beginning = request.take_text();
      put_back_standard_input({beginning.begin(), beginning.end()});
      ::dup2(file.number(), STDIN_FILENO);
    }
    answering(source, "clip", [&] {
      slots_.begin_clip();
      ClipReader reader(source, order.selection, order.threads, [this] { return !tell_progress(); }, limits_,
                        {file.number(), &slots_});
      Message info = message_of(AnswerKind::kClip);
      put_clip_info(info, reader.info());
      send(info);
      wait_for_releases(order.most_lent);
      while (std::optional<ClipFrame> frame = reader.next()) {
        lend(std::move(*frame));
        wait_for_releases(order.most_lent);
      }
      Message tally = message_of(AnswerKind::kClipEnd);
      put_clip_tally(tally, reader.tally());
      send(tally);
    });
  }

  /// From time to time, so that decoding up to the first frame that is wanted is not taken for hanging. False where
  /// the program is gone; throws nothing, because FFmpeg calls it.
  bool tell_progress() {
    constexpr std::chrono::seconds kBetweenWords(1);
    const auto now = std::chrono::steady_clock::now();
    if (now - last_word_ < kBetweenWords) return true;
    last_word_ = now;
    return socket_.send(message_of(AnswerKind::kProgress));
  }

  void lend(ClipFrame frame) {
    SharedFrame place = slots_.place(frame);
    place.lease = ++last_lease_;
    Message message = message_of(AnswerKind::kFrame);
    put_clip_frame(message, frame);
    message.put(place);
    lent_.emplace(place.lease, std::move(frame.pixels));
    const FileDescriptor file = slots_.take_file(place.slot);
    send(message, file.number());
  }

  void wait_for_releases(int most_lent) {
    while (std::ssize(lent_) >= most_lent || socket_.wait(std::chrono::milliseconds(0))) {
      Message request = receive();
      request.take_choice(RequestKind::kRelease);
      release(request);
    }
  }

  void release(Message& request) { lent_.erase(request.take<std::uint64_t>()); }

  const MessageSocket& socket_;
  PictureLimits limits_;
  FrameSlots slots_;
  std::map<std::uint64_t, std::shared_ptr<const void>> lent_;
  std::uint64_t last_lease_ = 0;
  std::chrono::steady_clock::time_point last_word_ = std::chrono::steady_clock::now();
};

}  // namespace

int run_worker() try {
  // Even if it is busy at that time.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const MessageSocket socket{FileDescriptor(kWorkerSocket)};
  Worker worker(socket);
  worker.begin();
  worker.serve();
} catch (const ProgramIsGone&) {
  // Without what is done at the end of a program, which takes more than a confined one may do.
  ::_exit(0);
}

}  // namespace mtcnn::media
