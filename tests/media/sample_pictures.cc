#include "media/sample_pictures.h"

#include <gtest/gtest.h>

#include <charconv>
#include <string_view>

#include "media/encoded_pictures.h"

namespace mtcnn::test {

std::vector<EncodedPicture> lossless_samples() {
  const media::Picture picture = pattern(kSampleWidth, kSampleHeight);
  return {
      {"png", encode_png(picture)},
      {"png_interlaced", encode_png(picture, {.interlaced = true})},
      {"png_alpha", encode_png(picture, {.alpha = true})},
      {"png_of_16_bits", encode_png(picture, {.bits = 16})},
      {"png_of_16_bits_alpha", encode_png(picture, {.bits = 16, .alpha = true})},
      {"webp_lossless", encode_webp(picture, true)},
      {"webp_animation", encode_webp_animation(picture, smooth_pattern(kSampleWidth, kSampleHeight))},
      {"bmp", encode_bmp(picture)},
      {"ppm", encode_ppm(picture)},
      {"ppm_of_16_bits", encode_ppm_of_16_bits(picture)},
      {"qoi", encode_qoi(picture)},
      {"sgi_of_16_bits", encode_sgi_of_16_bits(picture)},
      {"targa", encode_targa(picture)},
      {"tiff", encode_tiff(picture)},
      {"tiff_directory_last", encode_tiff(picture, {.directory_last = true})},
  };
}

Bytes heic_sample() {
  constexpr std::string_view kHexadecimal =
      "0000001c6674797068656963000000006d696631686569636d696166000001ae6d657461000000000000002168646c72000000000000"
      "000070696374000000000000000000000000000000000e7069746d0000000000020000001069646174000000000025001d0000003869"
      "6c6f630100000044400002000100000000000001d20001000000000000016f0002000100000000000000010000000000000008000000"
      "3869696e6600000000000200000015696e66650200000100010000687663310000000015696e66650200000000020000677269640000"
      "0000d969707270000000b76970636f00000077687663430104080000000000000000001ef000fcfff8f800000f03200001001740010c"
      "01ffff0408000003009e3800000300001eba0240210001002a4201010408000003009e3800000300001e90041020b2dd55d35cdc0808"
      "1810000003001000000300108022000100084401c1731830189000000014697370650000000000000040000000400000001469737065"
      "00000000000000250000001d000000107069786900000000030808080000001a69706d61000000000000000200010281020002020384"
      "0000001a69726566000000000000000e64696d67000200010001000001776d6461740000016b2801af06b21f4f889091b853849da535"
      "d48b9460d91cbd907fbde691ef8ed1e88fdf2fb5e0fef7cfc9fffd8069e821328d5c5250ca8e6e066fb0f0f1e5bcf32467f4e2f2aa7e"
      "6df3a5ed3273c2daba9cf6309342613a7c0f09955ed9213a29600a0baa6e1fdbecce07e8c3f3d092977a4c9fa063710e0811ee411c34"
      "9b8d29dca9f69b0bdfa8d36e00162b735368bdb30b5f80b5ae066d03cccb85fb99b2bdedc4fdbc01ba00f06979b22dfa9b6e90e2d449"
      "65dbe9f0f974286446fe901f968b60b0117de25f71984e134da6098a365a23f3ccc39e4b0cd41ce453dcfb2270e4616f53cf3d7ef7f4"
      "77fa4dfaa4c9555f67d2b9e26c7af1766497ef1267b28d7ebf76d4e91232bd546fcf7868b2742692c685fb5b7ad0c6d18e341130c2f5"
      "d6361736db9badc92f0eeb59ab4f7e8d10947ae3d4e6971c6e0558f4f84f1e69b3deb1ff5f2708f9ace0a044f9d65338cef847ac7d9b"
      "7191572cd0e8d9ed9a7b6bb964bfe25ff1fd841e77ace0";
  Bytes bytes;
  for (std::size_t digit = 0; digit < kHexadecimal.size(); digit += 2) {
    std::uint8_t byte = 0;
    std::from_chars(&kHexadecimal[digit], &kHexadecimal[digit] + 2, byte, 16);
    bytes.push_back(byte);
  }
  return bytes;
}

std::vector<EncodedPicture> all_samples() {
  const media::Picture picture = smooth_pattern(kSampleWidth, kSampleHeight);
  const media::Picture grey = pattern(kSampleWidth, kSampleHeight, PixelFormat::kGrey);
  std::vector<EncodedPicture> samples = lossless_samples();
  samples.push_back({"jpeg", encode_jpeg(picture)});
  samples.push_back({"jpeg_grey", encode_jpeg(grey)});
  samples.push_back({"jpeg_cmyk", encode_jpeg(picture, {.cmyk = true})});
  samples.push_back({"jpeg_progressive", encode_jpeg(picture, {.progressive = true})});
  samples.push_back({"png_palette", encode_png(grey, {.palette = true})});
  samples.push_back({"webp", encode_webp(picture, false, exif_with_orientation(3))});
  samples.push_back({"gif", encode_gif(grey)});
  samples.push_back({"avif", encode_avif(picture)});
  samples.push_back({"heic", heic_sample()});
  return samples;
}

Refusal refusal_of(const Bytes& encoded, const media::PictureLimits& limits) {
  try {
    media::decode_picture(encoded, limits);
  } catch (const Error& error) {
    EXPECT_EQ(error.stage(), ErrorStage::kDecode);
    return {error.code(), error.what()};
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

}  // namespace mtcnn::test
