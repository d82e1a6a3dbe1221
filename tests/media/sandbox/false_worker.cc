#include "media/sandbox/false_worker.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <functional>
#include <limits>
#include <map>

#include "media/sandbox/message.h"
#include "media/sandbox/protocol.h"
#include "media/sandbox/shared_memory.h"
#include "media/sandbox/worker.h"

namespace mtcnn::test {
namespace {

using media::AnswerKind;
using media::FileDescriptor;
using media::Message;
using media::message_of;

constexpr int kWidth = 64;
constexpr int kHeight = 48;
constexpr std::size_t kFrameBytes = kWidth * kHeight * 3 / 2;

struct Answer {
  Message message;
  FileDescriptor file{-1};
};

/// All of a true answer that a lie may change.
struct Picture {
  media::Picture picture;
  std::size_t bytes = 3 * kWidth * kHeight;
};

Answer picture(const std::function<void(Picture&)>& lie) {
  Picture of;
  of.picture.stride = std::ptrdiff_t{3} * kWidth;
  of.picture.width = kWidth;
  of.picture.height = kHeight;
  lie(of);
  Answer answer{message_of(AnswerKind::kPicture), media::memory_file(of.bytes)};
  media::put_picture(answer.message, of.picture);
  return answer;
}

struct Frame {
  media::ClipFrame frame;
  media::SharedFrame place;
  std::size_t bytes = kFrameBytes;
  bool can_shrink = false;
};

Answer frame(const std::function<void(Frame&)>& lie) {
  Frame of;
  of.frame.view.format = PixelFormat::kI420;
  of.frame.view.width = kWidth;
  of.frame.view.height = kHeight;
  of.place.planes = {{{0, kWidth}, {kWidth * kHeight, kWidth / 2}, {kWidth * kHeight * 5 / 4, kWidth / 2}}};
  lie(of);
  Answer answer{message_of(AnswerKind::kFrame), media::memory_file(of.bytes)};
  if (of.can_shrink) {
    answer.file = FileDescriptor(::memfd_create("may shrink", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (::ftruncate(answer.file.number(), static_cast<off_t>(of.bytes)) != 0) ::_exit(1);
  }
  media::put_clip_frame(answer.message, of.frame);
  answer.message.put(of.place);
  return answer;
}

Answer without_file(Answer answer) { return {std::move(answer.message), FileDescriptor(-1)}; }

Answer cut(const Answer& whole) {
  std::vector<std::uint8_t> bytes = whole.message.bytes();
  bytes.pop_back();
  return {Message(std::move(bytes), FileDescriptor(-1)), FileDescriptor(-1)};
}

Answer bytes(std::vector<std::uint8_t> content) {
  return {Message(std::move(content), FileDescriptor(-1)), FileDescriptor(-1)};
}

using Lies = std::map<std::string, std::function<Answer()>>;

const Lies& all_lies() {
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  static const Lies lies = {
      {"no such answer", [] { return bytes({200}); }},
      {"answer of no words", [] { return bytes({static_cast<std::uint8_t>(AnswerKind::kFailure)}); }},
      {"ready", [] { return Answer{message_of(AnswerKind::kReady)}; }},
      {"picture without pixels", [] { return without_file(picture([](Picture&) {})); }},
      {"picture of too few pixels", [] { return picture([](Picture& of) { --of.bytes; }); }},
      {"picture of no rows", [] { return picture([](Picture& of) { of.picture.height = 0; }); }},
      {"picture of too many",
       [] { return picture([](Picture& of) { of.picture.height = of.picture.width = 30000; }); }},
      {"picture of a short stride", [] { return picture([](Picture& of) { --of.picture.stride; }); }},
      {"picture of a negative stride", [] { return picture([](Picture& of) { of.picture.stride *= -1; }); }},
      {"picture of planes", [] { return picture([](Picture& of) { of.picture.format = PixelFormat::kI420; }); }},
      {"picture in no format", [] { return picture([](Picture& of) { of.picture.format = PixelFormat{77}; }); }},
      {"picture turned nowhere", [] { return picture([](Picture& of) { of.picture.orientation = Orientation{0}; }); }},
      {"picture that breaks off", [] { return cut(picture([](Picture&) {})); }},
      {"frame without memory", [] { return without_file(frame([](Frame&) {})); }},
      {"frame in memory that may shrink", [] { return frame([](Frame& of) { of.can_shrink = true; }); }},
      {"frame in too little memory", [] { return frame([](Frame& of) { --of.bytes; }); }},
      {"frame in no slot", [] { return frame([](Frame& of) { of.place.slot = media::kMostSlots; }); }},
      {"frame of no columns", [] { return frame([](Frame& of) { of.frame.view.width = -1; }); }},
      {"frame that is too wide", [] { return frame([](Frame& of) { of.frame.view.width += 1; }); }},
      {"frame in no format", [] { return frame([](Frame& of) { of.frame.view.format = PixelFormat{99}; }); }},
      {"frame at no time", [] { return frame([](Frame& of) { of.frame.timestamp = std::nan(""); }); }},
      {"frame before the first", [] { return frame([](Frame& of) { of.frame.index = -1; }); }},
      {"plane outside", [] { return frame([](Frame& of) { of.place.planes[0].offset = kFrameBytes + 1; }); }},
      {"plane far outside", [] { return frame([](Frame& of) { of.place.planes[2].offset = ~std::uint64_t{0}; }); }},
      {"plane beyond the end", [] { return frame([](Frame& of) { of.place.planes[2].offset += 1; }); }},
      {"plane before the start", [] { return frame([](Frame& of) { of.place.planes[1].stride *= -100; }); }},
      {"stride too short", [] { return frame([](Frame& of) { of.place.planes[0].stride -= 1; }); }},
      {"stride too long", [] { return frame([=](Frame& of) { of.place.planes[0].stride = kHuge; }); }},
      {"stride too negative", [] { return frame([=](Frame& of) { of.place.planes[0].stride = -kHuge - 1; }); }},
      {"frame that breaks off", [] { return cut(frame([](Frame&) {})); }},
  };
  return lies;
}

/// The clip itself is announced truly.
void announce_clip(const media::MessageSocket& socket) {
  Message message = message_of(AnswerKind::kClip);
  media::put_clip_info(message, media::ClipInfo());
  socket.send(message);
}

/// Until the program is gone.
[[noreturn]] void send_frames_and_never_listen(const media::MessageSocket& socket) {
  for (Answer answer = frame([](Frame&) {}); socket.send(answer.message, answer.file.number());) {
    answer.file = FileDescriptor(-1);  // the memory stays the same
  }
  ::_exit(0);
}

}  // namespace

std::vector<std::string> lies() {
  std::vector<std::string> names;
  for (const auto& [name, lie] : all_lies()) names.push_back(name);
  return names;
}

int run_false_worker(const std::string& lie) {
  const media::MessageSocket socket{FileDescriptor(media::kWorkerSocket)};
  socket.receive();  // the limits
  socket.send(message_of(AnswerKind::kReady));
  while (std::optional<Message> request = socket.receive()) {
    const auto kind = request->take_choice(media::RequestKind::kRelease);
    if (kind == media::RequestKind::kRelease) continue;
    if (lie == kKilled) ::raise(SIGKILL);
    if (kind == media::RequestKind::kClip) announce_clip(socket);
    if (lie == kEndlessClip) send_frames_and_never_listen(socket);
    const Answer answer = all_lies().at(lie)();
    socket.send(answer.message, answer.file.number());
  }
  return 0;
}

}  // namespace mtcnn::test
