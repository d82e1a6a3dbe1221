#include "check/mutations.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

namespace mtcnn::test {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

/// Changes bytes in place; what lies where is drawn by chance.
class Mutator {
 public:
  Mutator(Bytes bytes, const Bytes& other, std::mt19937_64& random)
      : bytes_(std::move(bytes)), other_(other), random_(random) {}

  void change() {
    using Change = void (Mutator::*)();
    static constexpr std::array<Change, 10> kChanges = {
        &Mutator::flip_bit,     &Mutator::flip_bit,     &Mutator::set_number,  &Mutator::set_number, &Mutator::fill_run,
        &Mutator::repeat_block, &Mutator::remove_block, &Mutator::swap_blocks, &Mutator::cut_off,    &Mutator::splice};
    if (bytes_.empty()) return;
    (this->*kChanges[below(kChanges.size())])();
  }

  Bytes result() { return std::move(bytes_); }

 private:
  struct Block {
    std::size_t begin;
    std::size_t size;
  };

  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }

  /// Half of all changes are made to the beginning, where the headers are.
  std::size_t place() {
    constexpr std::size_t kHeaderBytes = 64;
    return below(random_() % 2 == 0 ? std::min(bytes_.size(), kHeaderBytes) : bytes_.size());
  }

  Block block() {
    constexpr std::size_t kMostOfBlock = 256;
    const std::size_t begin = place();
    return {begin, 1 + below(std::min(bytes_.size() - begin, kMostOfBlock))};
  }

  Bytes copy_of(const Block& block) const {
    const auto begin = bytes_.begin() + static_cast<std::ptrdiff_t>(block.begin);
    return {begin, begin + static_cast<std::ptrdiff_t>(block.size)};
  }

  void insert(std::size_t at, const Bytes& more) {
    if (bytes_.size() + more.size() > kMostBytes) return;
    bytes_.insert(bytes_.begin() + static_cast<std::ptrdiff_t>(at), more.begin(), more.end());
  }

  void flip_bit() { bytes_[place()] ^= static_cast<std::uint8_t>(1U << below(8)); }

  void set_number() {
    static constexpr std::array<std::uint32_t, 14> kEdges = {
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF};
    const std::uint32_t number = kEdges[below(kEdges.size())];
    const std::size_t size = std::size_t{1} << below(3);
    const std::size_t begin = place();
    const bool is_little = random_() % 2 == 0;
    for (std::size_t byte = 0; byte < size && begin + byte < bytes_.size(); ++byte) {
      bytes_[begin + byte] = static_cast<std::uint8_t>(number >> (8 * (is_little ? byte : size - 1 - byte)));
    }
  }

  void fill_run() {
    const Block run = block();
    const bool is_noise = random_() % 2 == 0;
    const auto value = static_cast<std::uint8_t>(random_());
    for (std::size_t index = 0; index < run.size; ++index) {
      bytes_[run.begin + index] = is_noise ? static_cast<std::uint8_t>(random_()) : value;
    }
  }

  void repeat_block() {
    constexpr std::size_t kMostTimes = 64;
    const Block repeated = block();
    const Bytes copy = copy_of(repeated);
    for (std::size_t times = 1 + below(kMostTimes); times > 0; --times) insert(repeated.begin, copy);
  }

  void remove_block() {
    const Block removed = block();
    const auto begin = bytes_.begin() + static_cast<std::ptrdiff_t>(removed.begin);
    bytes_.erase(begin, begin + static_cast<std::ptrdiff_t>(removed.size));
  }

  void swap_blocks() {
    const Block first = block();
    const Block second = block();
    const std::size_t size = std::min(first.size, second.size);
    for (std::size_t index = 0; index < size; ++index)
      std::swap(bytes_[first.begin + index], bytes_[second.begin + index]);
  }

  void cut_off() { bytes_.resize(below(bytes_.size())); }

  /// Goes on as the other one does from some place.
  void splice() {
    if (other_.empty()) return;
    const std::size_t from = below(other_.size());
    bytes_.resize(1 + below(bytes_.size()));
    std::copy(other_.begin() + static_cast<std::ptrdiff_t>(from), other_.end(), std::back_inserter(bytes_));
  }

  Bytes bytes_;
  const Bytes& other_;
  std::mt19937_64& random_;
};

}  // namespace

Bytes mutated(const Bytes& seed, const Bytes& other, std::mt19937_64& random) {
  constexpr std::uint64_t kMostChanges = 4;
  Mutator mutator(seed, other, random);
  for (std::uint64_t changes = 1 + random() % kMostChanges; changes > 0; --changes) mutator.change();
  return mutator.result();
}

}  // namespace mtcnn::test
