#include "cli/job/interruption.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <initializer_list>
#include <string_view>

#include "cli/exit_code.h"

namespace mtcnn::cli {
namespace {

constexpr std::initializer_list<int> kSignals = {SIGINT, SIGTERM};

std::atomic<int> received = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

void remember(int signal) { received = signal; }

[[noreturn]] void end(int signal) {
  constexpr std::string_view kLine = "mtcnn-turbo: interrupted\n";
  // Where standard error is gone there is nobody left to tell.
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, kLine.data(), kLine.size());
  ::_exit(kSignalled + signal);
}

/// Unless whoever started the program wants the signals to be ignored, as `nohup` and shells' background jobs do.
void set_handler(void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  for (const int signal : kSignals) {
    struct sigaction before = {};
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace

void end_when_interrupted() { set_handler(end, 0); }

Interruption::Interruption() {
  received = 0;
  // Back to what the system does with the second one. Calls that wait are not taken up again, so that they notice.
  set_handler(remember, static_cast<int>(SA_RESETHAND));
}

Interruption::~Interruption() { end_when_interrupted(); }

int Interruption::signal() noexcept { return received; }

}  // namespace mtcnn::cli
