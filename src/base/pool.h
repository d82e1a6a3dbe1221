#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace mtcnn {

/// Things that are costly to make, lent one by one to whoever needs one, from any thread, and used again: there are as
/// many as were ever needed at once.
template <class Thing>
class Pool {
 public:
  explicit Pool(std::function<std::unique_ptr<Thing>()> make = &std::make_unique<Thing>) : make_(std::move(make)) {}

  /// Holds a thing, and gives it back at the end of its life, before which the pool must not end.
  class Loan {
   public:
    explicit Loan(Pool& pool) : pool_(pool), thing_(pool.take()) {}
    ~Loan() { pool_.give_back(std::move(thing_)); }

    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;

    Thing& operator*() const { return *thing_; }
    Thing* operator->() const { return thing_.get(); }

   private:
    Pool& pool_;
    std::unique_ptr<Thing> thing_;
  };

  /// A thing that nobody else has: as its last holder left it, or new.
  Loan lend() { return Loan(*this); }

 private:
  std::unique_ptr<Thing> take() {
    {
      const std::scoped_lock lock(mutex_);
      if (!things_.empty()) {
        std::unique_ptr<Thing> thing = std::move(things_.back());
        things_.pop_back();
        return thing;
      }
    }
    std::unique_ptr<Thing> thing = make_();
    const std::scoped_lock lock(mutex_);
    things_.reserve(made_ + 1);
    ++made_;
    return thing;
  }

  /// There is room for all that were made, so that no memory can be missing.
  void give_back(std::unique_ptr<Thing> thing) noexcept {
    const std::scoped_lock lock(mutex_);
    things_.push_back(std::move(thing));
  }

  std::function<std::unique_ptr<Thing>()> make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Thing>> things_;
  std::size_t made_ = 0;
};

}  // namespace mtcnn
