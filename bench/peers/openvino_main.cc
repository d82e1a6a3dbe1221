// mtcnn-bench-openvino compete|profile FRAMES WIDTH HEIGHT bgr|nv12 THREADS BATCH MIN_FACE_SIZE f32|bf16: the cascade
// of this project with its networks computed by OpenVINO; a contestant of bench/bench.py.

#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "bench/contestant.h"
#include "bench/peers/openvino_backend.h"
#include "detector/stages.h"
#include "model/recipe.h"

int main(int count, char** words) try {
  using namespace mtcnn;
  if (count != 10) throw std::runtime_error("wants 9 arguments");
  const bench::Frames frames(words[2], std::stoi(words[3]), std::stoi(words[4]), words[5]);
  bench::Settings settings;
  settings.options.threads = std::stoi(words[6]);
  settings.batch = std::stoi(words[7]);
  settings.options.min_face_size = std::stod(words[8]);
  const auto backend = bench::make_openvino_backend(Weights::embedded(), settings.options.threads, words[9]);
  if (std::string(words[1]) == "profile") {
    bench::profile(frames, settings, *backend);
    return EXIT_SUCCESS;
  }
  const auto cascade = make_cascade(*backend, find_recipe(settings.options.recipe), settings.options);
  bench::compete(frames, settings.batch, [&](std::span<const ImageView> views, auto& faces) {
    faces.resize(views.size());
    cascade->detect(views, faces);
  });
  return EXIT_SUCCESS;
} catch (const std::exception& error) {
  std::cerr << "mtcnn-bench-openvino: " << error.what() << "\n";
  return EXIT_FAILURE;
}
