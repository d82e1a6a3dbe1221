#include "media/headers/heif_coded_items.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "media/headers/box_walk.h"
#include "media/headers/coded_sizes.h"
#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

constexpr std::int64_t kMostProperties = 4096;

/// Goes over the items of the box iloc, and over what of the file belongs to each.
class CodedItems {
 public:
  CodedItems(const ByteReader& file, const HeifItems& items) : file_(file), items_(items) {}

  std::optional<PictureSize> largest() {
    take_properties();
    if (is_av1_ || length_bytes_ > 0) take_items();
    return largest_;
  }

 private:
  void take_properties() {
    constexpr std::uint64_t kAv1Configuration = 4;
    BoxWalk(kMostProperties).each(items_.properties, [&](std::string_view type, const ByteReader& box) {
      if (type == "av1C") {
        is_av1_ = true;
        largest_ = larger(largest_, size_of_av1(box.part(kAv1Configuration, box.size())));
      } else if (type == "hvcC") {
        take_hevc_configuration(box);
      }
    });
  }

  /// It holds units in arrays, one for each kind.
  void take_hevc_configuration(const ByteReader& box) {
    constexpr std::uint64_t kHeaderBytes = 23;
    constexpr int kBytesOfLengths = 2;
    length_bytes_ = static_cast<int>(box.number(21, 1).value_or(0) & 3) + 1;
    std::uint64_t offset = kHeaderBytes;
    for (std::uint64_t arrays = box.number(22, 1).value_or(0); arrays > 0; --arrays) {
      const std::uint64_t units = box.number(offset + 1, 2).value_or(0);
      offset += 3;
      const std::uint64_t begin = offset;
      for (std::uint64_t unit = 0; unit < units && offset < box.size(); ++unit) {
        offset += kBytesOfLengths + box.number(offset, kBytesOfLengths).value_or(0);
      }
      largest_ = larger(largest_, size_of_hevc(box.part(begin, offset), kBytesOfLengths));
    }
  }

  void take_items() {
    const ByteReader& box = items_.locations;
    const std::uint64_t version = box.number(0, 1).value_or(0);
    const std::uint64_t sizes = box.number(kVersionBytes, 2).value_or(0);
    const int offset_bytes = static_cast<int>(sizes >> 12 & 0xF);
    const int length_bytes = static_cast<int>(sizes >> 8 & 0xF);
    const int base_bytes = static_cast<int>(sizes >> 4 & 0xF);
    const int index_bytes = version > 0 ? static_cast<int>(sizes & 0xF) : 0;
    constexpr int kMostBytes = 8;
    if (std::max({offset_bytes, length_bytes, base_bytes, index_bytes}) > kMostBytes) return;

    std::uint64_t place = kVersionBytes + 2;
    const auto take = [&](int bytes) {
      const std::uint64_t number = box.number(place, bytes).value_or(0);
      place += static_cast<std::uint64_t>(bytes);
      return number;
    };
    const int item_bytes = version < 2 ? 2 : 4;
    for (std::uint64_t items = take(item_bytes); items > 0 && place < box.size(); --items) {
      take(item_bytes);  // its number
      const bool is_in_data = version > 0 && (take(2) & 0xF) == 1;
      take(2);  // of another file, if not 0
      const std::uint64_t base = take(base_bytes);
      const std::uint64_t extents = take(2);
      std::vector<std::uint8_t> joined;
      for (std::uint64_t extent = 0; extent < extents && place <= box.size(); ++extent) {
        take(index_bytes);
        const std::uint64_t begin = base + take(offset_bytes);
        const std::uint64_t length = take(length_bytes);
        const ByteReader& source = is_in_data ? items_.data : file_;
        const ByteReader part = source.part(begin, length == 0 ? source.size() : begin + length);
        count(part.size());
        if (extents == 1) {
          take_item(part);
        } else {
          joined.insert(joined.end(), part.text().begin(), part.text().end());
        }
      }
      if (extents > 1) take_item(ByteReader(joined));
    }
  }

  void take_item(const ByteReader& units) {
    if (is_av1_) largest_ = larger(largest_, size_of_av1(units));
    if (length_bytes_ > 0) largest_ = larger(largest_, size_of_hevc(units, length_bytes_));
  }

  void count(std::uint64_t bytes) {
    constexpr std::uint64_t kTimes = 2;  // a preview may share bytes with its picture
    bytes_ += bytes;
    if (bytes_ <= kTimes * file_.size()) return;
    throw Error(ErrorCode::kLimit, ErrorStage::kDecode, "the pictures of the file have more bytes than the file",
                {.where = "header",
                 .limit = static_cast<double>(kTimes * file_.size()),
                 .actual = static_cast<double>(bytes_)});
  }

  ByteReader file_;
  HeifItems items_;
  std::optional<PictureSize> largest_;
  bool is_av1_ = false;
  int length_bytes_ = 0;  ///< before each unit of HEVC; 0 where there is none
  std::uint64_t bytes_ = 0;
};

}  // namespace

std::optional<PictureSize> size_of_coded_items(const ByteReader& file, const HeifItems& items) {
  return CodedItems(file, items).largest();
}

}  // namespace mtcnn::media
