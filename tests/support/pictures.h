#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mtcnn/image_view.h"

// Pictures that tests make.

namespace mtcnn::test {

/// Rows of red, green and blue without a gap.
struct RgbPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  ImageView view() const;
};

/// Every value at random, the same each time.
RgbPicture noise(int width, int height);

/// Three drawn faces of different sizes, 220x160: every recipe finds them all, from 20 pixels upwards.
RgbPicture drawn_faces();

/// The same picture as an ImageView may hold it.
struct StoredPicture {
  std::string name;
  std::vector<std::uint8_t> bytes;
  ImageView layout;  ///< all but the data
  std::size_t first_row = 0;

  ImageView view() const;
};

/// The picture in every colour format, turned for every orientation, with gaps between its rows, and bottom up.
std::vector<StoredPicture> stored_in_every_way(const RgbPicture& picture);

}  // namespace mtcnn::test
