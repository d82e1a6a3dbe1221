#include "cli/job/interruption.h"

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace mtcnn::cli {
namespace {

constexpr std::initializer_list<int> kSignals = {SIGINT, SIGTERM};

std::atomic<int> received = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

void handle(int signal) { received = signal; }

}  // namespace

Interruption::Interruption() {
  received = 0;
  struct sigaction action = {};
  action.sa_handler = handle;
  // Back to what the system does with the second one. Calls that wait are not taken up again, so that they notice.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : kSignals) {
    struct sigaction before = {};
    // Whoever started the program may want a signal to be ignored, as `nohup` and shells' background jobs do.
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    ::sigaction(signal, &action, nullptr);
  }
}

Interruption::~Interruption() {
  for (const int signal : kSignals) {
    struct sigaction current = {};
    if (::sigaction(signal, nullptr, &current) == 0 && current.sa_handler == handle) std::signal(signal, SIG_DFL);
  }
}

int Interruption::signal() noexcept { return received; }

}  // namespace mtcnn::cli
