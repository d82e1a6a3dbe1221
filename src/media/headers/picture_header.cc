#include "media/headers/picture_header.h"

#include <cstdlib>

#include "media/headers/readers.h"

namespace mtcnn::media {
namespace {

using Order = ByteReader::Order;

std::optional<PictureSize> size_of_png(const ByteReader& file) {
  constexpr std::uint64_t kFirstChunk = 8;
  if (!file.has(kFirstChunk + 4, "IHDR")) return std::nullopt;
  return size_from(file.number32(kFirstChunk + 8), file.number32(kFirstChunk + 12));
}

/// A height below zero is that of rows from the top.
std::optional<PictureSize> size_of_bmp(const ByteReader& file) {
  constexpr std::uint32_t kOldHeaderBytes = 12;
  const std::optional<std::uint32_t> header_bytes = file.number32(14);
  if (!header_bytes) return std::nullopt;
  if (*header_bytes == kOldHeaderBytes) return size_from(file.number16(18), file.number16(20));
  const std::optional<PictureSize> size = size_from(file.number32(18), file.number32(22));
  if (!size) return std::nullopt;
  return PictureSize{size->width, std::abs(std::int64_t{static_cast<std::int32_t>(size->height)})};
}

std::optional<PictureSize> size_of_dpx(std::span<const std::uint8_t> encoded) {
  const ByteReader file(encoded, encoded.size() > 3 && encoded[0] == 'X' ? Order::kLittle : Order::kBig);
  constexpr std::uint64_t kSize = 0x304;
  return size_from(file.number32(kSize), file.number32(kSize + 4));
}

}  // namespace

std::optional<PictureSize> picture_size(std::span<const std::uint8_t> encoded, PictureFormat format) {
  const ByteReader file(encoded);
  switch (format) {
    case PictureFormat::kJpeg:
      return size_of_jpeg(file);
    case PictureFormat::kPng:
      return size_of_png(file);
    case PictureFormat::kWebp:
      return size_of_webp(ByteReader(encoded, Order::kLittle));
    case PictureFormat::kHeif:
      return size_of_heif(file);
    case PictureFormat::kOther:
      break;
  }
  return std::nullopt;
}

std::optional<PictureSize> picture_size(std::span<const std::uint8_t> encoded, AVCodecID codec) {
  const ByteReader big(encoded);
  const ByteReader little(encoded, Order::kLittle);
  switch (codec) {
    case AV_CODEC_ID_ALIAS_PIX:
      return size_from(big.number16(0), big.number16(2));
    case AV_CODEC_ID_BMP:
      return size_of_bmp(little);
    case AV_CODEC_ID_DDS:
      return size_from(little.number32(16), little.number32(12));
    case AV_CODEC_ID_DPX:
      return size_of_dpx(encoded);
    case AV_CODEC_ID_GIF:
      return size_from(little.number16(6), little.number16(8));
    case AV_CODEC_ID_JPEG2000:
      return size_of_jpeg2000(big);
    case AV_CODEC_ID_JPEGLS:
      return size_of_jpeg(big);
    case AV_CODEC_ID_JPEGXL:
      return size_of_jpegxl(big);
    case AV_CODEC_ID_PAM:
      return size_of_pam(big);
    case AV_CODEC_ID_PBM:
    case AV_CODEC_ID_PFM:
    case AV_CODEC_ID_PGM:
    case AV_CODEC_ID_PPM:
      return size_of_netpbm(big);
    case AV_CODEC_ID_PSD:
      return size_from(big.number32(18), big.number32(14));
    case AV_CODEC_ID_QOI:
      return size_from(big.number32(4), big.number32(8));
    case AV_CODEC_ID_SGI:
      return size_from(big.number16(6), big.number16(8));
    case AV_CODEC_ID_TARGA:
      return size_from(little.number16(12), little.number16(14));
    case AV_CODEC_ID_TIFF:
      return size_of_tiff(encoded.size() > 3 && encoded[0] == 'M' ? big : little);
    case AV_CODEC_ID_XBM:
      return size_of_xbm(big);
    case AV_CODEC_ID_XPM:
      return size_of_xpm(big);
    case AV_CODEC_ID_XWD:
      return size_from(big.number32(16), big.number32(20));
    default:
      return std::nullopt;
  }
}

std::optional<std::int64_t> most_pixels_per_byte(AVCodecID codec) {
  // A pixel is at least a bit, and of a picture that breaks off one row in 64 is to be there.
  constexpr std::int64_t kUncompressed = 8 * 64;
  constexpr std::int64_t kRuns = 128 * 64;      // of at most 128 pixels a byte
  constexpr std::int64_t kDictionaries = 4096;  // of GIF: a code of 12 bits for so many pixels
  constexpr std::int64_t kPhotographs = 4096;   // a hundred times what anybody compresses them
  switch (codec) {
    case AV_CODEC_ID_ALIAS_PIX:
    case AV_CODEC_ID_BMP:
    case AV_CODEC_ID_PSD:
    case AV_CODEC_ID_QOI:
    case AV_CODEC_ID_SGI:
    case AV_CODEC_ID_TARGA:
      return kRuns;
    case AV_CODEC_ID_DDS:
    case AV_CODEC_ID_DPX:
    case AV_CODEC_ID_PAM:
    case AV_CODEC_ID_PBM:
    case AV_CODEC_ID_PFM:
    case AV_CODEC_ID_PGM:
    case AV_CODEC_ID_PPM:
    case AV_CODEC_ID_XBM:
    case AV_CODEC_ID_XPM:
    case AV_CODEC_ID_XWD:
      return kUncompressed;
    case AV_CODEC_ID_GIF:
      return kDictionaries;
    case AV_CODEC_ID_JPEG2000:
    case AV_CODEC_ID_JPEGLS:
    case AV_CODEC_ID_JPEGXL:
    case AV_CODEC_ID_TIFF:
      return kPhotographs;
    default:
      return std::nullopt;
  }
}

}  // namespace mtcnn::media
