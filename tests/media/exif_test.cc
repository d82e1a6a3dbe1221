#include "media/exif.h"

#include <gtest/gtest.h>

#include "media/hand_made_pictures.h"

namespace mtcnn::test {
namespace {

using media::exif_number;
using media::exif_orientation;

constexpr std::uint16_t kOrientationTag = 0x0112;
constexpr std::size_t kEntryOffset = 10;  // of the only entry of `exif_with_orientation`

TEST(Exif, EveryOrientationInBothByteOrders) {
  for (int value = 1; value <= 8; ++value) {
    EXPECT_EQ(exif_orientation(exif_with_orientation(value, true)), static_cast<Orientation>(value));
    EXPECT_EQ(exif_orientation(exif_with_orientation(value, false)), static_cast<Orientation>(value));
  }
}

TEST(Exif, PrefixIsAllowed) {
  Bytes exif = bytes_of({"Exif\0\0", 6});
  const Bytes structure = exif_with_orientation(6);
  exif.insert(exif.end(), structure.begin(), structure.end());
  EXPECT_EQ(exif_orientation(exif), Orientation::kRotated90);
}

TEST(Exif, OtherValuesAreUpright) {
  for (const int value : {0, 9, 255, 256, 65535}) {
    EXPECT_EQ(exif_orientation(exif_with_orientation(value)), Orientation::kUpright) << value;
  }
}

TEST(Exif, EveryBeginningIsUpright) {
  const Bytes whole = exif_with_orientation(6);
  constexpr std::size_t kEntryEnd = kEntryOffset + 12;
  for (std::size_t length = 0; length < kEntryEnd; ++length) {
    EXPECT_EQ(exif_orientation(std::span(whole).first(length)), Orientation::kUpright) << length;
  }
  EXPECT_EQ(exif_orientation(std::span(whole).first(kEntryEnd)), Orientation::kRotated90);
}

TEST(Exif, DirectoryMayLieAnywhereAndNotBeyondTheEnd) {
  const Bytes whole = exif_with_orientation(8);
  Bytes distant(whole.begin(), whole.begin() + 8);
  distant.resize(100'000);
  distant.insert(distant.end(), whole.begin() + 8, whole.end());
  for (int byte = 0; byte < 4; ++byte)
    distant[static_cast<std::size_t>(4 + byte)] = static_cast<std::uint8_t>(100'000 >> (8 * byte));
  EXPECT_EQ(exif_orientation(distant), Orientation::kRotated270);
  for (const std::uint8_t highest : {0x01, 0x7F, 0xFF}) {
    distant[7] = highest;
    EXPECT_EQ(exif_orientation(distant), Orientation::kUpright);
  }
}

TEST(Exif, NumberIsOneOfSixteenBits) {
  EXPECT_EQ(exif_number(exif_with_orientation(6), kOrientationTag), 6);
  EXPECT_EQ(exif_number(exif_with_orientation(6), 0x0103), std::nullopt);
  Bytes of_another_type = exif_with_orientation(6);
  of_another_type[kEntryOffset + 2] = 4;
  EXPECT_EQ(exif_number(of_another_type, kOrientationTag), std::nullopt);
  Bytes of_two_numbers = exif_with_orientation(6);
  of_two_numbers[kEntryOffset + 4] = 2;
  EXPECT_EQ(exif_number(of_two_numbers, kOrientationTag), std::nullopt);
}

TEST(Exif, EveryEntryMayBeNonsense) {
  // A hundred entries, each of which points somewhere, some of them to further directories and back.
  Bytes exif = bytes_of({"II*\0\x08\0\0\0\x64\0", 10});
  for (std::uint32_t entry = 0; entry < 100; ++entry) {
    const std::uint16_t tag = entry % 2 == 0 ? 0x8769 : static_cast<std::uint16_t>(0x0100 + entry);
    for (const std::uint32_t half : {std::uint32_t{tag}, entry % 16, entry * 977, entry * 7919, 8U, 0U}) {
      exif.push_back(static_cast<std::uint8_t>(half));
      exif.push_back(static_cast<std::uint8_t>(half >> 8));
    }
  }
  EXPECT_EQ(exif_orientation(exif), Orientation::kUpright);
}

}  // namespace
}  // namespace mtcnn::test
