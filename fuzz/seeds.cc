// Writes what fuzzing starts from: `fuzz_seeds FOLDER` makes a folder a target in it, with small inputs of every kind
// that the target tells apart, made on the spot.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "media/encoded_pictures.h"
#include "media/hand_made_pictures.h"
#include "mtcnn/weights.h"
#include "support/clip_studio.h"
#include "support/files.h"
#include "support/pictures.h"

namespace mtcnn::fuzz {
namespace {

using test::Bytes;

class SeedFolder {
 public:
  explicit SeedFolder(const std::filesystem::path& path) : path_(path) { std::filesystem::create_directories(path); }

  void add(const std::string& name, std::span<const std::uint8_t> bytes) const {
    std::ofstream stream(path_ / name, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!stream.flush()) throw std::runtime_error("cannot write " + (path_ / name).string());
  }

  /// Behind a first byte that chooses what the target does with the rest.
  void add(const std::string& name, std::uint8_t choice, std::string_view rest) const {
    Bytes bytes = {choice};
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    add(name, bytes);
  }

 private:
  std::filesystem::path path_;
};

void make_pictures(const SeedFolder& folder) {
  const auto add = [&](const std::string& name, const Bytes& encoded) {
    folder.add(name, 0, {reinterpret_cast<const char*>(encoded.data()), encoded.size()});
  };
  const media::Picture colours = test::pattern(13, 9);
  const media::Picture grey = test::pattern(13, 9, PixelFormat::kGrey);
  const media::Picture smooth = test::smooth_pattern(24, 16);
  const Bytes exif = test::exif_with_orientation(6);
  Bytes segment = test::bytes_of(std::string_view("Exif\0\0", 6));
  segment.insert(segment.end(), exif.begin(), exif.end());

  add("png", test::encode_png(colours));
  add("png_grey_16_bits", test::encode_png(grey, {.bits = 16}));
  add("png_alpha_interlaced", test::encode_png(colours, {.alpha = true, .interlaced = true}));
  add("png_palette", test::encode_png(grey, {.palette = true, .exif = exif}));
  add("jpeg", test::encode_jpeg(smooth, {.app1 = {segment}}));
  add("jpeg_progressive", test::encode_jpeg(smooth, {.progressive = true}));
  add("jpeg_cmyk", test::encode_jpeg(smooth, {.cmyk = true}));
  add("jpeg_grey", test::encode_jpeg(grey));
  add("webp", test::encode_webp(smooth, false));
  add("webp_lossless", test::encode_webp(colours, true, exif));
  add("webp_animation", test::encode_webp_animation(colours, test::pattern(13, 9)));
  add("webp_offset", test::encode_webp_animation_with_offset(colours, 2, 2, 20, 20));
  add("avif", test::encode_avif(smooth, Orientation::kRotated90));
  add("bmp", test::encode_bmp(colours));
  add("gif", test::encode_gif(grey));
  add("ppm", test::encode_ppm(colours));
  add("ppm_16_bits", test::encode_ppm_of_16_bits(colours));
  add("qoi", test::encode_qoi(colours));
  add("sgi_16_bits", test::encode_sgi_of_16_bits(colours));
  add("targa", test::encode_targa(colours));
  add("tiff", test::encode_tiff(colours, {.orientation = 3}));
  add("png_bomb", test::png_claiming(65535, 65535));
}

void make_clips(const SeedFolder& folder) {
  struct Clip {
    std::string name;  ///< whose extension tells the container
    std::string arguments;
  };
  const std::vector<Clip> clips = {
      {"h264.mp4", "-c:v libx264 -pix_fmt yuv420p"},
      {"fragments.mp4", "-c:v mpeg4 -movflags frag_keyframe+empty_moov"},
      {"10_bits.mkv", "-c:v libx264 -pix_fmt yuv420p10le"},
      {"vp8.webm", "-c:v libvpx"},
      {"vp9.webm", "-c:v libvpx-vp9"},
      {"mjpeg.avi", "-c:v mjpeg -pix_fmt yuvj420p"},
      {"raw.avi", "-c:v rawvideo -pix_fmt bgr24"},
      {"mpeg2.ts", "-c:v mpeg2video"},
      {"mpeg1.mpg", "-c:v mpeg1video -f mpeg"},
      {"flash.flv", "-c:v flv"},
      {"theora.ogv", "-c:v libtheora"},
      {"wmv.asf", "-c:v wmv2"},
      {"mpeg2.mxf", "-c:v mpeg2video"},
      {"ffv1.nut", "-c:v ffv1"},
      {"vp8.ivf", "-c:v libvpx"},
      {"raw.y4m", "-pix_fmt yuv420p"},
      {"stream.h264", "-c:v libx264 -pix_fmt yuv420p"},
      {"stream.m4v", "-c:v mpeg4"},
      {"rotated.mov", "-c:v prores -metadata:s:v rotate=90"},
      {"flash.swf", "-c:v flv"},
  };
  const test::ClipStudio studio;
  for (const Clip& clip : clips) {
    folder.add(clip.name, test::read_file(studio.make_test_clip(clip.name, 32, 32, 3, clip.arguments)));
  }
}

void make_weights(const SeedFolder& folder) {
  const std::string file = Weights::embedded().safetensors();
  constexpr std::size_t kLengthBytes = 8;
  const std::size_t header_size = static_cast<std::uint8_t>(file[0]) | static_cast<std::uint8_t>(file[1]) << 8;
  const std::string header = file.substr(kLengthBytes, header_size);
  folder.add("header", 1, header);
  folder.add("header_with_checksum", 1,
             R"({"__metadata__":{"format":"mtcnn-turbo","checksum":"fnv1a64:0000000000000000"},)" + header.substr(1));
  folder.add("file", 0, std::string("\x10\0\0\0\0\0\0\0{\"__metadata__\":", 8 + 16));
  folder.add("unchanged", 2, "");
  folder.add("one_change", 2, std::string("\0\0\0\0\x10\x20\0\0\x7f", 9));
}

void make_journals(const SeedFolder& folder) {
  const std::string totals = "7,1,9,0,1,0,0,0,0,7,7,0";
  const std::string begun =
      "[\"mtcnn-turbo journal\",2]\n[\"setting\",\"--every\",\"2\"]\n[\"input\",\"a.mp4\",12,34]\n[\"begin\"]\n";
  const std::string checkpoint = "[\"trouble\",\"a sentence\"]\n[\"checkpoint\",1,2," + totals + ",300,4]\n";
  folder.add("begun", 1, begun);
  folder.add("checkpoint", 1, begun + checkpoint);
  folder.add("result", 1, begun + checkpoint + "[\"result\"," + totals + ",300,4,5]\n");
  folder.add("damaged", 0, "00000000 [\"begin\"]\n");
}

void make_searches(const SeedFolder& cross_backend, const SeedFolder& options_and_buffers) {
  // Three drawn faces, each cut out as a BGRA picture of 40x40 behind a recipe and its options.
  const test::RgbPicture faces = test::drawn_faces();
  for (int recipe = 0; recipe < 3; ++recipe) {
    for (const int left : {0, 60, 120, 180}) {
      Bytes seed = {static_cast<std::uint8_t>(recipe), 20, 100, 100, 100, 170, 0, 0, 28, 28, 2, 0, 0, 0};
      for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x) {
          const int column = std::min(left + 2 * x, faces.width - 1);
          seed.insert(seed.end(), 4, faces.pixels[static_cast<std::size_t>(3 * (2 * y * faces.width + column))]);
        }
      }
      cross_backend.add("faces_" + std::to_string(recipe) + "_" + std::to_string(left), seed);
    }
  }
  for (std::uint8_t format = 0; format < 7; ++format) {
    Bytes seed(64, 1);
    seed.insert(seed.end(), 96, format);
    options_and_buffers.add("format_" + std::to_string(format), seed);
  }
}

void make_all(const std::filesystem::path& folder) {
  make_pictures(SeedFolder(folder / "picture"));
  make_clips(SeedFolder(folder / "container"));
  make_weights(SeedFolder(folder / "weights"));
  make_journals(SeedFolder(folder / "journal"));
  make_searches(SeedFolder(folder / "cross_backend"), SeedFolder(folder / "options_and_buffers"));
}

}  // namespace
}  // namespace mtcnn::fuzz

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: fuzz_seeds FOLDER\n");
    return 2;
  }
  try {
    mtcnn::fuzz::make_all(arguments[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fuzz_seeds: %s\n", error.what());
    return 1;
  }
  return 0;
}
