#include "media/headers/box_walk.h"
#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

/// Follows what a picture is made of, as a decoder does: a grid of its tiles, which may be grids.
class Derivations {
 public:
  explicit Derivations(const ByteReader& references)
      : boxes_(references.part(kVersionBytes, references.size())),
        item_bytes_(references.number(0, 1).value_or(0) > 0 ? 4 : 2) {}

  void check() {
    walk_.each(boxes_, [&](std::string_view type, const ByteReader& box) {
      if (type == "dimg") follow(box, 1);
    });
  }

 private:
  /// Of one reference: whose it is, how many follow, and those.
  void follow(const ByteReader& reference, int depth) {
    constexpr int kDeepest = 8;
    if (depth > kDeepest) {
      throw Error(ErrorCode::kLimit, ErrorStage::kDecode,
                  "the pictures of the file are made of each other more than " + std::to_string(kDeepest) + " deep",
                  {.where = "header", .limit = kDeepest, .actual = depth});
    }
    const auto bytes = static_cast<std::uint64_t>(item_bytes_);
    const std::uint64_t count = reference.number(bytes, 2).value_or(0);
    for (std::uint64_t index = 0; index < count; ++index) {
      const auto part = reference.number(bytes + 2 + index * bytes, item_bytes_);
      if (!part) return;
      walk_.each(boxes_, [&](std::string_view type, const ByteReader& box) {
        if (type == "dimg" && box.number(0, item_bytes_) == part) follow(box, depth + 1);
      });
    }
  }

  static constexpr std::int64_t kMostVisits = 1 << 18;

  BoxWalk walk_{kMostVisits};
  ByteReader boxes_;
  int item_bytes_;
};

}  // namespace

void check_heif_references(const ByteReader& references) { Derivations(references).check(); }

}  // namespace mtcnn::media
