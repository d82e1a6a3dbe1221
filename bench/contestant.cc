#include "bench/contestant.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "backends/onnxruntime/onnxruntime_backend.h"
#include "backends/registry.h"
#include "bench/one_by_one.h"
#include "bench/peak.h"
#include "bench/sampling.h"
#include "bench/timed_backend.h"
#include "detector/stages.h"
#include "model/architecture.h"
#include "model/recipe.h"

namespace mtcnn::bench {
namespace {

using Json = nlohmann::json;

/// Kilobytes of a line of /proc/self/status.
long status_kilobytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    long value = 0;
    if (word == key + ":" && status >> value) return value;
  }
  return 0;
}

/// From here on, the peak is that of what follows.
void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

Json boxes_of(const std::vector<std::vector<Face>>& faces) {
  Json frames = Json::array();
  for (const std::vector<Face>& of_frame : faces) {
    Json boxes = Json::array();
    for (const Face& face : of_frame) boxes.push_back({face.box.x, face.box.y, face.box.width, face.box.height});
    frames.push_back(boxes);
  }
  return frames;
}

template <class DetectBatch>
double pass(const Frames& frames, int batch, const DetectBatch& detect) {
  const std::span<const ImageView> views = frames.views();
  const double start = now();
  for (std::size_t first = 0; first < views.size(); first += batch) {
    detect(first, views.subspan(first, std::min<std::size_t>(batch, views.size() - first)));
  }
  return now() - start;
}

/// Seconds that sampling all that a pass samples takes on one thread.
double sampling_seconds(const TimedBackend& backend) {
  native::Scratch scratch;
  const double start = now();
  for (const Level& level : backend.levels()) {
    sample(*level.view, whole_picture(level.view->displayed_width(), level.view->displayed_height()), level.sampling,
           level.width, level.height, scratch, nullptr);
  }
  for (const auto& [rois, side] :
       {std::pair(&backend.rnet_rois(), kRNetCrop), std::pair(&backend.onet_rois(), kONetCrop)}) {
    for (const Roi& roi : *rois) sample(*roi.view, roi.region, roi.sampling, side, side, scratch, nullptr);
  }
  return now() - start;
}

}  // namespace

std::unique_ptr<const Backend> make_backend_of(const Settings& settings) {
  const Weights weights = Weights::embedded();
  const DetectorOptions& options = settings.options;
  if (settings.half) return make_onnxruntime_backend(weights, options.threads, options.onnxruntime, /*half=*/true);
  return make_backend(options.backend, weights, options.threads, options.onnxruntime).backend;
}

Detect make_detect(const Settings& settings) {
  if (!settings.one_by_one && !settings.half) {
    const auto detector = std::make_shared<const Detector>(settings.options);
    return [detector](std::span<const ImageView> views, std::vector<std::vector<Face>>& faces) {
      detector->detect(views, faces);
    };
  }
  struct Parts {
    explicit Parts(const Settings& settings)
        : options(settings.options), backend(make_backend_of(settings)), one_by_one(*backend) {
      const Backend& used = settings.one_by_one ? static_cast<const Backend&>(one_by_one) : *backend;
      cascade = make_cascade(used, find_recipe(options.recipe), options);
    }
    DetectorOptions options;
    std::unique_ptr<const Backend> backend;
    OneByOneBackend one_by_one;
    std::unique_ptr<Cascade> cascade;
  };
  const auto parts = std::make_shared<Parts>(settings);
  return [parts](std::span<const ImageView> views, std::vector<std::vector<Face>>& faces) {
    faces.resize(views.size());
    parts->cascade->detect(views, faces);
  };
}

void compete(const Frames& frames, int batch, const Detect& detect) {
  std::vector<std::vector<Face>> of_batch;
  std::vector<std::vector<Face>> faces(frames.views().size());
  std::cout << "ready" << std::endl;
  forget_peak();
  const long before = status_kilobytes("VmRSS");
  for (std::string line; std::getline(std::cin, line) && line == "go";) {
    const double seconds = pass(frames, batch, [&](std::size_t first, std::span<const ImageView> views) {
      detect(views, of_batch);
      std::move(of_batch.begin(), of_batch.end(), faces.begin() + static_cast<std::ptrdiff_t>(first));
    });
    std::cout << Json{{"seconds", seconds},
                      {"frames", boxes_of(faces)},
                      {"memory_kilobytes", status_kilobytes("VmHWM") - before}}
              << std::endl;
  }
}

void profile(const Frames& frames, const Settings& settings, const Backend& backend) {
  const Recipe& recipe = find_recipe(settings.options.recipe);
  const OneByOneBackend one_by_one(backend);
  std::vector<std::vector<Face>> faces(settings.batch);
  Json best;
  for (int round = 0; round < settings.rounds; ++round) {
    // What the levels and crops take, in whatever calls.
    const TimedBackend timed(settings.one_by_one ? static_cast<const Backend&>(one_by_one) : backend);
    const auto cascade = make_cascade(timed, recipe, settings.options);
    const double seconds = pass(frames, settings.batch, [&](std::size_t, std::span<const ImageView> views) {
      cascade->detect(views, {faces.data(), views.size()});
    });
    if (!best.empty() && best["seconds"] <= seconds) continue;
    const StageTimes& times = timed.times();
    best = {{"seconds", seconds},
            {"frames", frames.views().size()},
            {"pnet_seconds", times.pnet_seconds},
            {"rnet_seconds", times.rnet_seconds},
            {"onet_seconds", times.onet_seconds},
            {"rnet_rois", times.refined},
            {"onet_rois", times.landmarked},
            {"multiply_adds", times.multiply_adds},
            {"sampling_seconds_one_thread", sampling_seconds(timed)},
            {"peak_multiply_adds", peak_multiply_adds(std::max(settings.options.threads, 1))}};
  }
  std::cout << best << std::endl;
}

}  // namespace mtcnn::bench
