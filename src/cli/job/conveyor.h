#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace mtcnn::cli {

/// Hands things from one thread to another, in their order. Whoever puts waits while too much lies on it, so that
/// memory is bounded whichever of the two is faster.
template <class Thing>
class Conveyor {
 public:
  /// `capacity` is in the unit of the weights. A thing that is heavier than that goes alone.
  explicit Conveyor(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. False where nobody takes any more.
  bool put(Thing thing, std::size_t weight) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_cancelled_ || things_.empty() || weight_ + weight <= capacity_; });
    if (is_cancelled_) return false;
    things_.emplace_back(std::move(thing), weight);
    weight_ += weight;
    changed_.notify_all();
    return true;
  }

  /// Puts a thing in the place of all those lying there that `is_outdated`, without waiting for room. Gives how many
  /// these were; none where nobody takes any more.
  template <class IsOutdated>
  std::optional<std::size_t> replace(Thing thing, std::size_t weight, const IsOutdated& is_outdated) {
    const std::scoped_lock lock(mutex_);
    if (is_cancelled_) return std::nullopt;
    const std::size_t replaced = std::erase_if(things_, [&](const auto& lying) {
      if (!is_outdated(lying.first)) return false;
      weight_ -= lying.second;
      return true;
    });
    things_.emplace_back(std::move(thing), weight);
    weight_ += weight;
    changed_.notify_all();
    return replaced;
  }

  /// Waits for a thing, and takes as many as lie there, at most `most`; none at the end.
  std::vector<Thing> take(std::size_t most) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_cancelled_ || has_ended_ || !things_.empty(); });
    std::vector<Thing> taken;
    while (!is_cancelled_ && !things_.empty() && taken.size() < most) {
      weight_ -= things_.front().second;
      taken.push_back(std::move(things_.front().first));
      things_.pop_front();
    }
    changed_.notify_all();
    return taken;
  }

  /// Nothing more will be put.
  void end() {
    const std::scoped_lock lock(mutex_);
    has_ended_ = true;
    changed_.notify_all();
  }

  /// Nothing more will be taken; what lies there is dropped.
  void cancel() {
    const std::scoped_lock lock(mutex_);
    is_cancelled_ = true;
    things_.clear();
    changed_.notify_all();
  }

 private:
  std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<Thing, std::size_t>> things_;
  std::size_t weight_ = 0;
  bool has_ended_ = false;
  bool is_cancelled_ = false;
};

}  // namespace mtcnn::cli
