// mtcnn-bench-openvino FRAMES WIDTH HEIGHT bgr|nv12 THREADS BATCH MIN_FACE_SIZE f32|bf16: the cascade of this project
// with its networks computed by OpenVINO; a contestant of bench/bench.py.

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
  if (count != 9) throw std::runtime_error("wants 8 arguments");
  const bench::Frames frames(words[1], std::stoi(words[2]), std::stoi(words[3]), words[4]);
  DetectorOptions options;
  options.threads = std::stoi(words[5]);
  options.min_face_size = std::stod(words[7]);
  const Weights weights = Weights::embedded();
  const auto backend = bench::make_openvino_backend(weights.networks(), options.threads, words[8]);
  const auto cascade = make_cascade(*backend, find_recipe(options.recipe), options);
  bench::compete(frames, std::stoi(words[6]), [&](std::span<const ImageView> views, auto& faces) {
    faces.resize(views.size());
    cascade->detect(views, faces);
  });
  return EXIT_SUCCESS;
} catch (const std::exception& error) {
  std::cerr << "mtcnn-bench-openvino: " << error.what() << "\n";
  return EXIT_FAILURE;
}
