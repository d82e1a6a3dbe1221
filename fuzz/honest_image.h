#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "input.h"
#include "mtcnn/mtcnn.h"

namespace mtcnn::fuzz {

/// Any description of an image, with memory for exactly the bytes that it describes: each plane a block of its own.
class HonestImage {
 public:
  explicit HonestImage(Input& input);

  const mtcnn_image& view() const { return view_; }

  /// False where it describes more bytes than addresses can tell apart, so that it must be refused.
  bool can_be() const { return can_be_; }

 private:
  /// The bytes of a plane, counted from its first pixel; the end is behind the last.
  struct Extent {
    std::int64_t begin;
    std::int64_t end;
  };

  void describe(Input& input);
  void allocate(Input& input);
  const std::uint8_t* plane(const std::optional<Extent>& extent, Input& input);

  mtcnn_image view_ = {};
  bool can_be_ = true;
  std::vector<std::unique_ptr<std::uint8_t[]>> planes_;
};

}  // namespace mtcnn::fuzz
