#include "cli/job/detect_job.h"

#include <algorithm>
#include <exception>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "cli/job/conveyor.h"
#include "cli/job/events.h"
#include "cli/job/interruption.h"
#include "cli/job/reading.h"
#include "cli/job/searching.h"
#include "media/place.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

/// Between two stages lie at most so many bytes of frames, or a few frames for each thread.
std::size_t conveyor_capacity(const ThreadShares& threads) {
  constexpr std::size_t kLeast = std::size_t{24} << 20;
  constexpr std::size_t kForAThread = std::size_t{8} << 20;  // two frames of 1080p
  return std::max(kLeast, kForAThread * threads.searching);
}

/// Work for a thread of its own, which ends before the object does; what it throws is kept for `rethrow`.
class Stage {
 public:
  explicit Stage(std::function<void()> work) : work_(std::move(work)) {}

  /// Throws Error where the system gives no thread.
  void start() try {
    thread_ = std::jthread([this] {
      try {
        work_();
      } catch (...) {
        failure_ = std::current_exception();
      }
    });
  } catch (const std::system_error& error) {
    throw Error(ErrorCode::kLimit, ErrorStage::kDetect, std::string("no thread can be started: ") + error.what());
  }

  void join() { thread_.join(); }

  /// After `join`.
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::function<void()> work_;
  std::exception_ptr failure_;
  std::jthread thread_;
};

/// A frame that makes room for a newer one.
bool is_live(const Event& event) {
  const Item* const item = std::get_if<Item>(&event);
  return item != nullptr && item->is_live;
}

/// Calls `leave` at the end of its life, however that comes.
template <class Leave>
class OnExit {
 public:
  explicit OnExit(Leave leave) : leave_(std::move(leave)) {}
  ~OnExit() { leave_(); }

  OnExit(const OnExit&) = delete;
  OnExit& operator=(const OnExit&) = delete;

 private:
  Leave leave_;
};

}  // namespace

bool DetectJob::is_given_up() const { return settings_.can_read_again && Interruption::signal() != 0; }

ThreadShares share_threads(int threads) {
  const int cores = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
  const int wanted = threads > 0 ? std::min(threads, cores) : cores;
  if (wanted == 1) return {.decoding = 1, .searching = 1, .is_serial = true};
  const int decoding = std::max(wanted / 3, 1);
  return {.decoding = decoding, .searching = wanted == cores ? wanted : wanted - decoding, .is_serial = false};
}

void DetectJob::run(std::span<const media::Input> inputs, std::span<const DrawingPaths> drawings,
                    const Checkpoint& start) {
  const auto read = [&](Reading& reading) { reading.run(inputs, drawings, start); };
  const bool is_any_live =
      std::ranges::any_of(inputs, [](const media::Input& input) { return media::is_live(input.opened()); });
  if (settings_.threads.is_serial && !is_any_live) {
    run_serially(read);
  } else {
    run_side_by_side(read);
  }
}

void DetectJob::run_serially(const std::function<void(Reading&)>& read) {
  Searching searching(detector_, settings_.tracks);
  Reading reading(settings_.reading, settings_.threads.decoding, [&](Event event) {
    searching.search({&event, 1});
    reporting_.take(event);
    return true;
  });
  read(reading);
}

void DetectJob::run_side_by_side(const std::function<void(Reading&)>& read) {
  Conveyor<Event> decoded(conveyor_capacity(settings_.threads));
  Conveyor<Event> searched(conveyor_capacity(settings_.threads));

  Stage reading([&] {
    const OnExit end([&] { decoded.end(); });
    std::size_t dropped = 0;
    Reading stage(settings_.reading, settings_.threads.decoding, [&](Event event) {
      const std::size_t bytes = bytes_of(event);
      if (is_live(event)) {
        const std::optional<std::size_t> replaced = decoded.replace(std::move(event), bytes, is_live);
        dropped += replaced.value_or(0);
        return replaced.has_value();
      }
      if (ClipEnd* const clip_end = std::get_if<ClipEnd>(&event)) clip_end->dropped = std::exchange(dropped, 0);
      return decoded.put(std::move(event), bytes);
    });
    read(stage);
  });
  Stage reporting([&] {
    const OnExit cancel([&] { searched.cancel(); });
    for (;;) {
      const std::vector<Event> events = searched.take(1);
      if (events.empty()) return;
      reporting_.take(events.front());
    }
  });
  Stage searching([&] {
    const OnExit end([&] {
      decoded.cancel();
      searched.end();
    });
    Searching stage(detector_, settings_.tracks);
    for (;;) {
      std::vector<Event> events = decoded.take(static_cast<std::size_t>(settings_.batch_size));
      if (events.empty() || is_given_up()) return;
      stage.search(events);
      for (Event& event : events) {
        const std::size_t bytes = bytes_of(event);
        if (!searched.put(std::move(event), bytes)) return;
      }
    }
  });

  try {
    for (Stage* stage : {&reading, &searching, &reporting}) stage->start();
  } catch (...) {
    // One that the system gives no thread: the others would wait for it.
    decoded.cancel();
    searched.cancel();
    throw;
  }
  for (Stage* stage : {&reading, &searching, &reporting}) stage->join();
  for (const Stage* stage : {&reporting, &searching, &reading}) stage->rethrow();
}

}  // namespace mtcnn::cli
