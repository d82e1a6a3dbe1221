#include "media/headers/box_walk.h"
#include "media/headers/heif_coded_items.h"
#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

constexpr std::uint64_t kNoItem = UINT64_MAX;

/// What the boxes of a file say of its pictures, as far as sizes go.
class Description {
 public:
  explicit Description(const ByteReader& file) : file_(file) {}

  void take_file() {
    walk_.each(file_, [&](std::string_view type, const ByteReader& box) {
      if (type == "meta") take_meta(box);
    });
  }

  /// Of the picture that is shown; but of a part of it, where that is larger than any tile that is needed for it.
  std::optional<PictureSize> size() {
    constexpr double kLargestTile = 1 << 20;
    std::optional<PictureSize> largest = size_of_coded_items(file_, items_);
    std::optional<PictureSize> shown;
    const Indices of_primary = indices_of_primary();
    std::uint32_t index = 0;
    walk_.each(items_.properties, [&](std::string_view type, const ByteReader& box) {
      ++index;
      if (type != "ispe") return;
      const std::optional<PictureSize> size = size_from(box.number32(kVersionBytes), box.number32(kVersionBytes + 4));
      largest = larger(largest, size);
      if (contains(of_primary, index)) shown = size;
    });
    if (!shown) return largest;
    const PictureSize most = *larger(shown, largest);
    return is_about(*shown, most) || pixels_of(most) <= kLargestTile ? *shown : most;
  }

 private:
  /// Coded pictures are made of whole blocks.
  static bool is_about(const PictureSize& shown, const PictureSize& coded) {
    constexpr std::int64_t kLargestBlock = 64;
    return coded.width < shown.width + kLargestBlock && coded.height < shown.height + kLargestBlock;
  }

  void take(std::string_view type, const ByteReader& box) {
    if (type == "pitm") {
      primary_ = box.number(kVersionBytes, box.number(0, 1) == 0 ? 2 : 4).value_or(kNoItem);
    } else if (type == "iref") {
      check_heif_references(box);
    } else if (type == "iloc") {
      items_.locations = box;
    } else if (type == "idat") {
      items_.data = box;
    } else if (type == "iprp") {
      walk_.each(box, [&](std::string_view part, const ByteReader& inner) {
        if (part == "ipco") items_.properties = inner;
        if (part == "ipma") associations_ = inner;
      });
    }
  }

  void take_meta(const ByteReader& meta) {
    walk_.each(meta.part(kVersionBytes, meta.size()),
               [&](std::string_view type, const ByteReader& box) { take(type, box); });
  }

  /// The properties of one picture, as numbers of `bytes` bytes one behind the other.
  struct Indices {
    std::uint64_t offset = 0;
    std::uint64_t count = 0;
    std::uint64_t bytes = 1;
  };

  /// Of the picture that is shown.
  Indices indices_of_primary() const {
    constexpr std::uint32_t kLongIndices = 1;
    const std::uint64_t item_bytes = associations_.number(0, 1).value_or(0) > 0 ? 4 : 2;
    const std::uint64_t bytes = (associations_.number24(1).value_or(0) & kLongIndices) != 0 ? 2 : 1;
    std::uint64_t offset = kVersionBytes + 4;
    while (const auto item = associations_.number(offset, static_cast<int>(item_bytes))) {
      const std::uint64_t count = associations_.number(offset + item_bytes, 1).value_or(0);
      offset += item_bytes + 1;
      if (*item == primary_) return {offset, count, bytes};
      offset += count * bytes;
    }
    return {};
  }

  bool contains(const Indices& indices, std::uint32_t property) const {
    const std::uint64_t mask = indices.bytes == 2 ? 0x7FFF : 0x7F;  // without the mark of an essential one
    for (std::uint64_t entry = 0; entry < indices.count; ++entry) {
      const auto index = associations_.number(indices.offset + entry * indices.bytes, static_cast<int>(indices.bytes));
      if ((index.value_or(0) & mask) == property) return true;
    }
    return false;
  }

  static constexpr std::int64_t kMostBoxes = 4096;

  ByteReader file_;
  BoxWalk walk_{kMostBoxes};
  std::uint64_t primary_ = kNoItem;
  HeifItems items_;
  ByteReader associations_{{}};
};

}  // namespace

std::optional<PictureSize> size_of_heif(const ByteReader& file) {
  Description description(file);
  description.take_file();
  return description.size();
}

}  // namespace mtcnn::media
