#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "media/headers/byte_reader.h"
#include "mtcnn/error.h"

namespace mtcnn::media {

inline constexpr std::uint64_t kVersionBytes = 4;  // of a box that has a version and flags

/// Goes over the boxes of one level of an ISO base media file. All walks of one object together may visit so many;
/// `each` throws Error (kLimit) beyond that.
class BoxWalk {
 public:
  explicit BoxWalk(std::int64_t most_boxes) : most_boxes_(most_boxes) {}

  template <class Visit>
  void each(const ByteReader& boxes, const Visit& visit) {
    constexpr std::uint64_t kHeaderBytes = 8;
    constexpr std::uint64_t kLongHeaderBytes = 16;
    for (std::uint64_t offset = 0; boxes.number(offset, kHeaderBytes);) {
      count();
      const std::uint32_t short_size = *boxes.number32(offset);
      const bool is_long = short_size == 1;
      const std::uint64_t header_bytes = is_long ? kLongHeaderBytes : kHeaderBytes;
      const std::uint64_t rest = boxes.size() - offset;
      std::uint64_t bytes = is_long ? boxes.number(offset + kHeaderBytes, 8).value_or(0) : short_size;
      if (short_size == 0) bytes = rest;  // to the end
      if (bytes < header_bytes) return;
      visit(boxes.part(offset + 4, offset + 8).text(),
            boxes.part(offset + header_bytes, offset + std::min(bytes, rest)));
      if (bytes >= rest) return;
      offset += bytes;
    }
  }

 private:
  void count() {
    if (++boxes_ <= most_boxes_) return;
    throw Error(ErrorCode::kLimit, ErrorStage::kDecode,
                "the header asks to look at more than " + std::to_string(most_boxes_) + " boxes",
                {.where = "header", .limit = static_cast<double>(most_boxes_), .actual = static_cast<double>(boxes_)});
  }

  std::int64_t most_boxes_;
  std::int64_t boxes_ = 0;
};

}  // namespace mtcnn::media
