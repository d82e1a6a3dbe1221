#include "support/clip_studio.h"

#include <array>
#include <cstdio>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "support/files.h"
#include "support/pictures.h"

namespace mtcnn::test {
namespace {

std::string quoted(const std::string& path) { return "'" + path + "'"; }

/// What a command of the shell prints; throws where it fails.
std::string output_of(const std::string& command) {
  std::FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string output;
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    output.append(buffer.data(), count);
  }
  if (::pclose(pipe) != 0) throw std::runtime_error(command + " failed: " + output);
  return output;
}

}  // namespace

std::string ClipStudio::make(const std::string& name, const std::string& arguments) const {
  const std::string path = folder_ / name;
  output_of("ffmpeg -nostdin -v error -y " + arguments + " " + quoted(path));
  return path;
}

std::string ClipStudio::make_test_clip(const std::string& name, int width, int height, int frames,
                                       const std::string& arguments) const {
  return make(name, "-f lavfi -i testsrc2=size=" + std::to_string(width) + "x" + std::to_string(height) +
                        ":rate=25 -frames:v " + std::to_string(frames) + " " + arguments);
}

std::string ClipStudio::make_faces_clip(const std::string& name, int frames, const std::string& arguments) const {
  const RgbPicture faces = drawn_faces();
  const std::string header = "P6 " + std::to_string(faces.width) + " " + std::to_string(faces.height) + " 255\n";
  const std::string picture =
      folder_.write("faces.ppm", header + std::string(faces.pixels.begin(), faces.pixels.end()));
  return make(name, "-loop 1 -framerate 25 -i " + quoted(picture) + " " + arguments + " -frames:v " +
                        std::to_string(frames) + " -c:v libx264 -preset ultrafast -crf 10 -pix_fmt yuv420p");
}

std::vector<std::uint8_t> ClipStudio::decoded(const std::string& path, const std::string& arguments) const {
  return read_file(make("decoded.raw", "-i " + quoted(path) + " -vsync passthrough " + arguments + " -f rawvideo"));
}

std::vector<std::string> ClipStudio::probed(const std::string& path, const std::string& arguments) {
  std::istringstream output(output_of("ffprobe -v error -of csv=p=0 " + arguments + " " + quoted(path)));
  std::vector<std::string> lines;
  for (std::string line; std::getline(output, line);) {
    // What hangs on a frame, such as an encoder's remarks, leaves a comma and a line without words.
    while (line.ends_with(',')) line.pop_back();
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

bool ClipStudio::has_encoder(const std::string& name) {
  static const std::string encoders = output_of("ffmpeg -hide_banner -encoders");
  return encoders.find(" " + name + " ") != std::string::npos;
}

}  // namespace mtcnn::test
