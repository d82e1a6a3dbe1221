#include "media/claiming_pictures.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "media/encoded_pictures.h"

namespace mtcnn::test {
namespace {

/// The bytes of a header, field by field.
class Header {
 public:
  explicit Header(std::string_view start) : bytes_(mtcnn::test::bytes_of(start)) {}

  Header& big(std::uint64_t number, int count) {
    for (int byte = count - 1; byte >= 0; --byte) bytes_.push_back(static_cast<std::uint8_t>(number >> (8 * byte)));
    return *this;
  }
  Header& little(std::uint64_t number, int count) {
    for (int byte = 0; byte < count; ++byte) bytes_.push_back(static_cast<std::uint8_t>(number >> (8 * byte)));
    return *this;
  }
  Header& zeros(std::size_t count) { return upto(bytes_.size() + count); }
  Header& text(std::string_view more) {
    std::ranges::copy(more, std::back_inserter(bytes_));
    return *this;
  }
  Header& upto(std::size_t size) {
    bytes_.resize(size);
    return *this;
  }

  Bytes bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

using Number = std::uint32_t;

Bytes jpeg_claiming(Number width, Number height, std::uint8_t frame) {
  return Header("\xFF\xD8\xFF")
      .big(frame, 1)
      .big(17, 2)
      .big(8, 1)
      .big(height, 2)
      .big(width, 2)
      .text({"\3\1\x11\0\2\x11\1\3\x11\1", 10})
      .text({"\xFF\xDA\0\x0C\3\1\0\2\x11\3\x11\0\x3F\0\x12\x34", 16})
      .bytes();
}

Bytes riff(std::string_view chunk, const Bytes& data) {
  return Header("RIFF")
      .little(data.size() + 12, 4)
      .text("WEBP")
      .text(chunk)
      .little(data.size(), 4)
      .text({reinterpret_cast<const char*>(data.data()), data.size()})
      .bytes();
}

Bytes webp_claiming(Number width, Number height) {
  return riff("VP8X", Header({"\2\0\0\0", 4}).little(width - 1, 3).little(height - 1, 3).bytes());
}

Bytes lossy_webp_claiming(Number width, Number height) {
  return riff("VP8 ", Header({"\x30\1\0\x9D\1\x2A", 6}).little(width, 2).little(height, 2).zeros(6).bytes());
}

Bytes lossless_webp_claiming(Number width, Number height) {
  return riff("VP8L", Header("\x2F").little((width - 1) | ((height - 1) << 14), 4).zeros(8).bytes());
}

Bytes tiff_claiming(Number width, Number height) {
  Header header({"II*\0\x8\0\0\0\5\0", 10});
  const auto entry = [&](Number tag, Number value) {
    header.little(tag, 2).little(4, 2).little(1, 4).little(value, 4);
  };
  entry(0x100, width);
  entry(0x101, height);
  entry(0x103, 1);
  entry(0x106, 1);
  entry(0x111, 8);
  return header.zeros(4).bytes();
}

Bytes bmp_claiming(Number width, Number height) {
  return Header("BM")
      .little(64, 4)
      .zeros(4)
      .little(54, 4)
      .little(40, 4)
      .little(width, 4)
      .little(height, 4)
      .little(1, 2)
      .little(24, 2)
      .zeros(34)
      .bytes();
}

Bytes gif_claiming(Number width, Number height) {
  return Header("GIF89a")
      .little(width, 2)
      .little(height, 2)
      .text({"\x80\0\0\0\0\0\xFF\xFF\xFF", 9})
      .text({"\x2C\0\0\0\0\1\0\1\0\0\2\2\x44\1\0\x3B", 16})
      .bytes();
}

Bytes codestream_claiming(Number width, Number height) {
  return Header("\xFF\x4F\xFF\x51")
      .big(47, 2)
      .big(0, 2)
      .big(width, 4)
      .big(height, 4)
      .zeros(8)
      .big(width, 4)
      .big(height, 4)
      .zeros(8)
      .big(3, 2)
      .text("\7\1\1\7\1\1\7\1\1")
      .text({"\xFF\x52\0\x0C\0\0\0\1\1\5\4\4\0\1", 14})
      .text({"\xFF\x5C\0\x13\x40\x40\x48\x48\x50\x48\x48\x50\x48\x48\x50\x48\x48\x50\x48\x48\x50", 21})
      .text({"\xFF\x90\0\x0A\0\0\0\0\0\0\0\1\xFF\x93", 14})
      .zeros(8)
      .text("\xFF\xD9")
      .bytes();
}

Bytes jp2_claiming(Number width, Number height) {
  Header file(
      {"\0\0\0\x0CjP  \r\n\x87\n\0\0\0\x14"
       "ftypjp2 \0\0\0\0jp2 ",
       32});
  file.text({"\0\0\0\x2Djp2h\0\0\0\x16ihdr", 16}).big(height, 4).big(width, 4);
  file.text(
      {"\0\3\7\7\0\0\0\0\0\x0F"
       "colr\1\0\0\0\0\0\x10",
       21});
  const Bytes stream = codestream_claiming(width, height);
  return file.big(0, 4).text("jp2c").text({reinterpret_cast<const char*>(stream.data()), stream.size()}).bytes();
}

/// Sizes of up to 2^18 in the third of the four lengths, or 2^30 in the last.
Bytes jpegxl_claiming(Number width, Number height) {
  std::uint64_t bits = 0;
  int count = 1;  // not of eights
  const auto add = [&](std::uint64_t value, int length) {
    bits |= value << count;
    count += length;
  };
  add(2, 2);
  add(height - 1, 18);
  add(0, 3);
  add(2, 2);
  add(width - 1, 18);
  add(3, 2);  // the rest is as it is most often
  return Header("\xFF\x0A").little(bits, 8).zeros(8).bytes();
}

Bytes text_claiming(std::string_view before, Number width, std::string_view between, Number height,
                    std::string_view after) {
  return Header(before).text(std::to_string(width)).text(between).text(std::to_string(height)).text(after).bytes();
}

Bytes avif_claiming(Number width, Number height) {
  Bytes bytes = encode_avif(pattern(16, 16));
  const Bytes mark = mtcnn::test::bytes_of("ispe");
  auto place = std::search(bytes.begin(), bytes.end(), mark.begin(), mark.end()) + 8;
  for (const Number side : {width, height}) {
    for (int shift = 24; shift >= 0; shift -= 8) *place++ = static_cast<std::uint8_t>(side >> shift);
  }
  return bytes;
}

constexpr Number k16 = 0xFFFF;
constexpr Number k31 = 0x7FFFFFFF;

}  // namespace

const std::vector<Claim>& claims() {
  static const std::vector<Claim> all = {
      {"png", 0, k31, png_claiming},
      {"jpeg", 0, k16, [](Number width, Number height) { return jpeg_claiming(width, height, 0xC0); }},
      {"jpeg_progressive", 0, k16, [](Number width, Number height) { return jpeg_claiming(width, height, 0xC2); }},
      {"jpeg_arithmetic", 0, k16, [](Number width, Number height) { return jpeg_claiming(width, height, 0xC9); }},
      {"jpegls", 0, k16, [](Number width, Number height) { return jpeg_claiming(width, height, 0xF7); }},
      {"webp_extended", 1, 1 << 24, webp_claiming},
      {"webp_lossy", 0, 0x3FFF, lossy_webp_claiming},
      {"webp_lossless", 1, 0x4000, lossless_webp_claiming},
      {"avif", 0, k31, avif_claiming},
      {"tiff", 0, k31, tiff_claiming},
      {"bmp", 0, k31, bmp_claiming},
      {"gif", 0, k16, gif_claiming},
      {"jpeg2000", 0, k31, codestream_claiming},
      {"jp2", 0, k31, jp2_claiming},
      {"jpegxl", 1, 1 << 18, jpegxl_claiming},
      {"pbm", 0, k31, [](Number width, Number height) { return text_claiming("P4\n", width, " ", height, "\n...."); }},
      {"pgm", 0, k31,
       [](Number width, Number height) { return text_claiming("P5\n", width, " ", height, "\n255\n...."); }},
      {"ppm", 0, k31,
       [](Number width, Number height) { return text_claiming("P6\n#\n", width, " ", height, "\n255\n...."); }},
      {"ppm_text", 0, k31,
       [](Number width, Number height) { return text_claiming("P3\n", width, " ", height, "\n255\n1 2 3 4"); }},
      {"pfm", 0, k31,
       [](Number width, Number height) { return text_claiming("PF\n", width, " ", height, "\n-1.0\n...."); }},
      {"pam", 0, k31,
       [](Number width, Number height) {
         return text_claiming("P7\nWIDTH ", width, "\nHEIGHT ", height,
                              "\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n....");
       }},
      {"xbm", 0, k31,
       [](Number width, Number height) {
         return text_claiming("#define a_width ", width, "\n#define a_height ", height,
                              "\nstatic unsigned char a_bits[] = { 0x00, 0x01 };\n");
       }},
      {"xpm", 0, k31,
       [](Number width, Number height) {
         return text_claiming("/* XPM */\nstatic char *a[] = {\n\"", width, " ", height,
                              " 2 1\",\n\"a c #000000\",\n\"b c #FFFFFF\",\n\"ab\"};\n");
       }},
      {"psd", 0, k31,
       [](Number width, Number height) {
         return Header("8BPS")
             .big(1, 2)
             .zeros(6)
             .big(3, 2)
             .big(height, 4)
             .big(width, 4)
             .big(8, 2)
             .big(3, 2)
             .zeros(18)
             .bytes();
       }},
      {"qoi", 0, k31,
       [](Number width, Number height) {
         return Header("qoif").big(width, 4).big(height, 4).big(0x0300, 2).zeros(7).big(1, 1).bytes();
       }},
      {"targa", 0, k16,
       [](Number width, Number height) {
         return Header({"\0\0\2\0\0\0\0\0\0\0\0\0", 12})
             .little(width, 2)
             .little(height, 2)
             .little(24, 2)
             .zeros(12)
             .text({"TRUEVISION-XFILE.\0", 18})
             .bytes();
       }},
      {"sgi", 0, k16,
       [](Number width, Number height) {
         return Header({"\1\xDA\0\1\0\3", 6}).big(width, 2).big(height, 2).big(3, 2).upto(520).bytes();
       }},
      {"dpx", 0, k31,
       [](Number width, Number height) {
         return Header("SDPX").big(2048, 4).text("V1.0").upto(0x304).big(width, 4).big(height, 4).upto(2052).bytes();
       }},
      {"dds", 0, k31,
       [](Number width, Number height) {
         return Header("DDS ")
             .little(124, 4)
             .little(0x1007, 4)
             .little(height, 4)
             .little(width, 4)
             .upto(76)
             .little(32, 4)
             .little(0x40, 4)
             .little(0, 4)
             .little(24, 4)
             .little(0xFF0000, 4)
             .little(0xFF00, 4)
             .little(0xFF, 4)
             .upto(140)
             .bytes();
       }},
      {"xwd", 0, k31,
       [](Number width, Number height) {
         Header header("");
         for (const Number field :
              {100U, 7U,        2U,      24U,   width, height, 0U, 0U,    32U,    0U, 32U, 32U, 4 * width,
               4U,   0xFF0000U, 0xFF00U, 0xFFU, 8U,    0U,     0U, width, height, 0U, 0U,  0U}) {
           header.big(field, 4);
         }
         return header.zeros(8).bytes();
       }},
  };
  return all;
}

std::vector<EncodedPicture> claiming(std::uint32_t width, std::uint32_t height) {
  std::vector<EncodedPicture> pictures;
  for (const Claim& claim : claims()) {
    if (std::max(width, height) > claim.most || std::min(width, height) < claim.least) continue;
    pictures.push_back(
        {claim.format + "_" + std::to_string(width) + "x" + std::to_string(height), claim.make(width, height)});
  }
  return pictures;
}

}  // namespace mtcnn::test
