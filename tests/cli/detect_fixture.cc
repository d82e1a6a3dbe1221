#include "cli/detect_fixture.h"

#include <sstream>

#include "media/picture_writer.h"
#include "raster/canvas.h"
#include "support/files.h"

namespace mtcnn::test {

void Detect::add_astronaut(const std::string& name) const {
  folder_.write(name, std::span<const std::uint8_t>(read_file(picture("astronaut.png"))));
}

void Detect::add_plain_picture(const std::string& name) const { folder_.write(name, plain_picture(64, 64)); }

Outcome Detect::detect(std::vector<std::string> arguments, Surroundings surroundings) const {
  arguments.insert(arguments.begin(), "detect");
  surroundings.folder = folder_.path();
  return run_mtcnn(arguments, surroundings);
}

std::string plain_picture(int width, int height, bool jpeg) {
  raster::Canvas canvas{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (const int value : {x, y, x ^ y, 255}) canvas.pixels.push_back(static_cast<std::uint8_t>(value));
    }
  }
  const std::vector<std::uint8_t> encoded = jpeg ? media::encode_jpeg(canvas) : media::encode_png(canvas);
  return {encoded.begin(), encoded.end()};
}

std::vector<Json> records_of(const std::string& lines) {
  std::vector<Json> records;
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) records.push_back(Json::parse(line));
  return records;
}

}  // namespace mtcnn::test
