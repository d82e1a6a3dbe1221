#include "media/sandbox/decoder_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

#include "media/sandbox/worker.h"

namespace mtcnn::media {
namespace {

[[noreturn]] void fail(const std::string& what, int system_error) {
  throw Error(
      ErrorCode::kUnsupported, ErrorStage::kOptions,
      "the process that decodes cannot be started: " + what + ": " + std::generic_category().message(system_error),
      {.input = "--sandbox"});
}

/// What a new process begins with.
class Beginnings {
 public:
  explicit Beginnings(int socket) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_adddup2(&files_, socket, kWorkerSocket);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      posix_spawn_file_actions_addopen(&files_, stream, "/dev/null", O_RDWR, 0);
    }
    posix_spawn_file_actions_addclosefrom_np(&files_, kWorkerSocket + 1);
    // What a terminal or a service manager sends to all processes is for the program to act on.
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&blocked, signal);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes_, &blocked);
  }
  ~Beginnings() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Beginnings(const Beginnings&) = delete;
  Beginnings& operator=(const Beginnings&) = delete;

  pid_t spawn() const {
    std::string name = "mtcnn-turbo";
    std::string role(kWorkerArgument);
    const std::array<char*, 3> arguments = {name.data(), role.data(), nullptr};
    pid_t process = -1;
    const int error = ::posix_spawn(&process, "/proc/self/exe", &files_, &attributes_, arguments.data(), environ);
    if (error != 0) fail("/proc/self/exe", error);
    return process;
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

struct SocketPair {
  FileDescriptor ours;
  FileDescriptor theirs;
};

SocketPair connected_sockets() {
  std::array<int, 2> ends = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) fail("socketpair", errno);
  SocketPair sockets{.ours = FileDescriptor(ends[0]), .theirs = FileDescriptor(ends[1])};
  // A process that does not read what it is told must not make the program wait.
  if (::fcntl(sockets.ours.number(), F_SETFL, O_NONBLOCK) != 0) fail("fcntl", errno);
  return sockets;
}

std::string ending(int status) {
  if (!WIFSIGNALED(status)) return "the decoder ended with exit code " + std::to_string(WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  if (signal == SIGSYS) return "the decoder tried what the sandbox forbids";
  const char* const description = ::sigdescr_np(signal);
  return "the decoder crashed (signal " + std::to_string(signal) +
         (description != nullptr ? std::string(": ") + description : "") + ")";
}

}  // namespace

DecoderProcess::DecoderProcess(const PictureLimits& limits) : socket_(FileDescriptor(-1)) {
  Message message;
  message.put(limits);
  SocketPair sockets = connected_sockets();
  process_ = Beginnings(sockets.theirs.number()).spawn();
  socket_ = MessageSocket(std::move(sockets.ours));
  socket_.send(message);
}

DecoderProcess::~DecoderProcess() { end(); }

void DecoderProcess::wait_until_ready(std::chrono::milliseconds patience) {
  if (is_ready_) return;
  AnswerKind kind = AnswerKind::kReady;
  try {
    answer(kind, {.name = "--sandbox", .patience = patience});
  } catch (const Error& error) {
    throw Error(ErrorCode::kUnsupported, ErrorStage::kOptions, error.what(), error.details());
  }
  if (kind != AnswerKind::kReady) end_for_nonsense("--sandbox");
  is_ready_ = true;
}

bool DecoderProcess::is_idle() const {
  return is_running() && (!is_ready_ || !socket_.wait(std::chrono::milliseconds(0)));
}

std::optional<Message> DecoderProcess::answer(AnswerKind& kind, const Waiting& waiting) {
  for (;;) {
    std::optional<Message> message = next_message(kind, waiting);
    if (!message || kind != AnswerKind::kProgress) return message;
    if (waiting.is_stopped && waiting.is_stopped()) return std::nullopt;
  }
}

std::optional<Message> DecoderProcess::next_message(AnswerKind& kind, const Waiting& waiting) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kBetweenQuestions(100);
  const std::chrono::milliseconds step =
      waiting.patience.count() >= 0 ? std::min(waiting.patience, kBetweenQuestions) : kBetweenQuestions;
  Clock::time_point idle_since = Clock::now();
  while (!socket_.wait(step)) {
    if (waiting.is_stopped && waiting.is_stopped()) return std::nullopt;
    if (lent_ >= waiting.most_lent) idle_since = Clock::now();
    if (waiting.patience.count() >= 0 && Clock::now() - idle_since > waiting.patience) {
      end();
      const double seconds = std::chrono::duration<double>(waiting.patience).count();
      throw Error(ErrorCode::kDeadline, ErrorStage::kDecode,
                  "the decoder was ended, because it gave nothing for " + std::to_string(static_cast<int>(seconds)) +
                      " seconds",
                  {.limit = seconds})
          .of(waiting.name);
    }
  }
  try {
    std::optional<Message> message = socket_.receive();
    if (!message) throw Error(ErrorCode::kCorrupt, ErrorStage::kDecode, end()).of(waiting.name);
    kind = message->take_choice(AnswerKind::kFailure);
    if (kind == AnswerKind::kFailure) throw take_error(*message);
    return message;
  } catch (const Nonsense&) {
    end_for_nonsense(waiting.name);
  }
}

void DecoderProcess::end_for_nonsense(const std::string& name) {
  end();
  throw Error(ErrorCode::kCorrupt, ErrorStage::kDecode, "the decoder's answer makes no sense").of(name);
}

std::shared_ptr<const SharedMemory> DecoderProcess::slot(std::uint32_t number, const FileDescriptor& file) {
  if (number >= slots_.size()) throw Nonsense("no slot");
  if (file.is_open()) slots_[number] = std::make_shared<const SharedMemory>(SharedMemory::of_given_file(file));
  if (!slots_[number]) throw Nonsense("no memory");
  return slots_[number];
}

void DecoderProcess::release(std::uint64_t lease) {
  Message message = message_of(RequestKind::kRelease);
  message.put(lease);
  --lent_;
  socket_.send(message);
}

std::string DecoderProcess::end() {
  if (!is_running()) return "the decoder is gone";
  // One that is at its end is not hurt by it, and keeps its own reason.
  ::kill(process_, SIGKILL);
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  return ending(status);
}

}  // namespace mtcnn::media
