// mtcnn-bench compete|profile FRAMES WIDTH HEIGHT bgr|nv12|i420 KEY=VALUE...: what bench/bench.py asks of a build. KEY
// is threads, batch, min_face_size, recipe or backend; MTCNN_ISA chooses the instruction set.

#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

#include "bench/contestant.h"

namespace mtcnn::bench {
namespace {

void set(Settings& settings, const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string key = word.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
  if (key == "threads") {
    settings.options.threads = std::stoi(value);
  } else if (key == "batch") {
    settings.batch = std::stoi(value);
  } else if (key == "min_face_size") {
    settings.options.min_face_size = std::stod(value);
  } else if (key == "recipe") {
    settings.options.recipe = value;
  } else if (key == "backend") {
    settings.options.backend = value;
  } else if (key == "onnxruntime") {
    settings.options.onnxruntime.library = value;
  } else if (key == "provider") {
    settings.options.onnxruntime.providers = {value};
  } else if (key == "rounds") {
    settings.rounds = std::stoi(value);
  } else if (key == "one_by_one") {
    settings.one_by_one = value == "yes";
  } else if (key == "half") {
    settings.half = value == "yes";
  } else {
    throw std::runtime_error("unknown setting " + word);
  }
}

int run(int count, char** words) {
  if (count < 6)
    throw std::runtime_error("usage: mtcnn-bench compete|profile FRAMES WIDTH HEIGHT bgr|nv12|i420 KEY=VALUE...");
  const Frames frames(words[2], std::stoi(words[3]), std::stoi(words[4]), words[5]);
  Settings settings;
  for (int word = 6; word < count; ++word) set(settings, words[word]);
  if (std::string(words[1]) == "compete") {
    compete(frames, settings.batch, make_detect(settings));
  } else {
    profile(frames, settings, *make_backend_of(settings));
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace mtcnn::bench

int main(int count, char** words) try { return mtcnn::bench::run(count, words); } catch (const std::exception& error) {
  std::cerr << "mtcnn-bench: " << error.what() << "\n";
  return EXIT_FAILURE;
}
