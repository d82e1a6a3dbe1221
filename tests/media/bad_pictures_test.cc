// Bad pictures, and what is to come of each, in tables: a row a format, a column a way to be bad.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "media/bombs.h"
#include "media/claiming_pictures.h"
#include "media/picture.h"
#include "mtcnn/error.h"
#include "support/outcome_table.h"

namespace mtcnn::test {
namespace {

/// "ok", "partial", or the code of the refusal, which must name the stage of decoding and say something.
std::string outcome_of(const Bytes& encoded) try {
  const media::Picture picture = media::decode_picture(encoded);
  return picture.damage.empty() ? "ok" : "partial";
} catch (const Error& error) {
  EXPECT_EQ(error.stage(), ErrorStage::kDecode);
  EXPECT_STRNE(error.what(), "");
  if (error.code() == ErrorCode::kLimit) {
    EXPECT_TRUE(error.details().limit) << error.what();
    EXPECT_GT(error.details().actual, error.details().limit) << error.what();
    EXPECT_NE(error.details().where, "") << error.what();
  }
  return std::string(name(error.code()));
}

struct Size {
  std::string name;
  std::uint32_t width;
  std::uint32_t height;
};

const std::string kClaims = R"(
                  0x8          8x0          300x200      11000x11000  16383x16383  30000x30000  65535x65535  1000000x1  1x1000000
png               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
jpeg              corrupt      corrupt      corrupt      corrupt      limit        limit        limit        -          -
jpeg_progressive  corrupt      corrupt      corrupt      corrupt      limit        limit        limit        -          -
jpeg_arithmetic   corrupt      corrupt      corrupt      corrupt      limit        limit        limit        -          -
jpegls            corrupt      corrupt      partial      corrupt      limit        limit        limit        -          -
webp_extended     -            -            corrupt      corrupt      limit        limit        limit        limit      limit
webp_lossy        corrupt      corrupt      corrupt      corrupt      limit        -            -            -          -
webp_lossless     -            -            corrupt      corrupt      limit        -            -            -          -
avif              corrupt      corrupt      ok           ok           limit        limit        limit        limit      limit
tiff              corrupt      corrupt      partial      corrupt      limit        limit        limit        limit      limit
bmp               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
gif               unsupported  unsupported  ok           corrupt      limit        limit        limit        -          -
jpeg2000          corrupt      corrupt      ok           corrupt      limit        limit        limit        limit      limit
jp2               corrupt      corrupt      ok           corrupt      limit        limit        limit        limit      limit
jpegxl            -            -            corrupt      corrupt      limit        unsupported  unsupported  -          -
pbm               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
pgm               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
ppm               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
ppm_text          corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
pfm               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
pam               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
xbm               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
xpm               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
psd               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        limit      limit
qoi               unsupported  unsupported  partial      corrupt      limit        limit        limit        limit      limit
targa             corrupt      corrupt      corrupt      corrupt      limit        limit        limit        -          -
sgi               corrupt      corrupt      corrupt      corrupt      limit        limit        limit        -          -
dpx               unsupported  unsupported  unsupported  corrupt      limit        limit        limit        limit      limit
dds               corrupt      unsupported  corrupt      corrupt      limit        limit        limit        limit      limit
xwd               unsupported  unsupported  corrupt      corrupt      limit        limit        limit        limit      limit
)";

TEST(BadPictures, OfWhateverSizeTheyClaim) {
  const std::vector<Size> sizes = {{"0x8", 0, 8},
                                   {"8x0", 8, 0},
                                   {"300x200", 300, 200},
                                   {"11000x11000", 11000, 11000},
                                   {"16383x16383", 16383, 16383},
                                   {"30000x30000", 30000, 30000},
                                   {"65535x65535", 65535, 65535},
                                   {"1000000x1", 1000000, 1},
                                   {"1x1000000", 1, 1000000}};
  const OutcomeTable expected = outcome_table(kClaims);
  OutcomeTable outcomes;
  int pictures = 0;
  for (const Claim& claim : claims()) {
    for (const Size& size : sizes) {
      const bool can_claim =
          std::max(size.width, size.height) <= claim.most && std::min(size.width, size.height) >= claim.least;
      SCOPED_TRACE(claim.format + " of " + size.name);
      outcomes[claim.format][size.name] = can_claim ? outcome_of(claim.make(size.width, size.height)) : "-";
      pictures += can_claim ? 1 : 0;
    }
  }
  EXPECT_GE(pictures, 200);
  EXPECT_EQ(text_of(outcomes), text_of(expected));
}

/// Ways to damage a picture that was whole.
struct Damage {
  std::string name;
  Bytes (*apply)(const Bytes& whole);
};

Bytes first_part(const Bytes& whole, std::size_t size) {
  return {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(std::min(size, whole.size()))};
}

Bytes with_zeros_at(Bytes whole, std::size_t begin, std::size_t count) {
  for (std::size_t index = begin; index < std::min(begin + count, whole.size()); ++index) whole[index] = 0;
  return whole;
}

const std::string kDamages = R"(
                      first_12     half         cut_30       hole     no_start
png                   corrupt      corrupt      corrupt      partial  unsupported
png_interlaced        corrupt      corrupt      partial      partial  unsupported
png_alpha             corrupt      corrupt      corrupt      partial  unsupported
png_of_16_bits        corrupt      corrupt      corrupt      partial  unsupported
png_of_16_bits_alpha  corrupt      corrupt      corrupt      partial  unsupported
webp_lossless         corrupt      corrupt      partial      corrupt  unsupported
webp_animation        corrupt      corrupt      ok           corrupt  unsupported
bmp                   unsupported  corrupt      corrupt      ok       unsupported
ppm                   corrupt      corrupt      corrupt      ok       unsupported
ppm_of_16_bits        corrupt      corrupt      corrupt      ok       unsupported
qoi                   unsupported  partial      partial      ok       unsupported
sgi_of_16_bits        corrupt      corrupt      corrupt      ok       unsupported
targa                 unsupported  unsupported  unsupported  ok       corrupt
tiff                  corrupt      corrupt      corrupt      ok       unsupported
tiff_directory_last   corrupt      corrupt      corrupt      ok       unsupported
jpeg                  corrupt      corrupt      partial      ok       unsupported
jpeg_grey             corrupt      partial      partial      ok       unsupported
jpeg_cmyk             corrupt      partial      partial      partial  unsupported
jpeg_progressive      corrupt      partial      partial      partial  unsupported
png_palette           corrupt      corrupt      partial      partial  unsupported
webp                  corrupt      corrupt      ok           corrupt  unsupported
gif                   corrupt      partial      partial      partial  unsupported
avif                  corrupt      corrupt      corrupt      corrupt  unsupported
heic                  corrupt      corrupt      corrupt      ok       unsupported
)";

TEST(BadPictures, ThatWereWhole) {
  const std::vector<Damage> damages = {
      {"first_12", [](const Bytes& whole) { return first_part(whole, 12); }},
      {"half", [](const Bytes& whole) { return first_part(whole, whole.size() / 2); }},
      {"cut_30", [](const Bytes& whole) { return first_part(whole, whole.size() - 30); }},
      {"hole", [](const Bytes& whole) { return with_zeros_at(whole, whole.size() * 2 / 3, 40); }},
      {"no_start", [](const Bytes& whole) { return with_zeros_at(whole, 0, 16); }},
  };
  const OutcomeTable expected = outcome_table(kDamages);
  OutcomeTable outcomes;
  for (const EncodedPicture& sample : all_samples()) {
    for (const Damage& damage : damages) {
      SCOPED_TRACE(sample.name + ": " + damage.name);
      outcomes[sample.name][damage.name] = outcome_of(damage.apply(sample.bytes));
    }
  }
  EXPECT_EQ(text_of(outcomes), text_of(expected));
}

const std::string kBombs = R"(
                                     outcome
png_compressed_text                  ok
png_compressed_profile               ok
png_of_20000_texts                   ok
png_of_20000_unknown_chunks          ok
png_with_endless_pixels              partial
jpeg_of_1000_scans                   corrupt
jpeg_large_and_empty                 partial
jpeg_progressive_large_and_empty     corrupt
heif_nested_meta                     corrupt
heif_nested_dinf                     corrupt
heif_of_20000_boxes                  limit
tiff_of_4000_directories             corrupt
tiff_directory_that_is_its_own_next  corrupt
tiff_of_65535_entries                limit
heif_that_is_itself                  limit
heif_that_are_each_other             limit
heif_grid_of_itself                  limit
heif_overlay_of_itself               limit
heif_grids_of_grids                  limit
heif_grids_of_grids_of_nothing       limit
)";

TEST(BadPictures, ThatHideWhatTheyCost) {
  const OutcomeTable expected = outcome_table(kBombs);
  OutcomeTable outcomes;
  for (const EncodedPicture& bomb : hidden_bombs()) outcomes[bomb.name]["outcome"] = outcome_of(bomb.bytes);
  EXPECT_EQ(text_of(outcomes), text_of(expected));
}

}  // namespace
}  // namespace mtcnn::test
