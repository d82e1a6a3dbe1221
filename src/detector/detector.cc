#include "mtcnn/detector.h"

#include <exception>
#include <new>
#include <string>
#include <utility>

#include "backends/registry.h"
#include "base/parallel.h"
#include "base/pool.h"
#include "detector/options.h"
#include "detector/stages.h"
#include "image/view.h"
#include "model/recipe.h"
#include "mtcnn/error.h"

namespace mtcnn {
namespace {

DetectorOptions checked(DetectorOptions options) {
  check_options(options);
  return options;
}

void check_views(std::span<const ImageView> images) {
  for (std::size_t index = 0; index < images.size(); ++index) {
    try {
      check_view(images[index]);
    } catch (const Error& error) {
      if (images.size() == 1) throw;
      throw error.of("image " + std::to_string(index));
    }
  }
}

}  // namespace

class Detector::Implementation {
 public:
  explicit Implementation(const DetectorOptions& options)
      : options_(checked(options)),
        recipe_(find_recipe(options_.recipe)),
        parallel_(options_.threads),
        backend_(make_backend(options_.backend, options_.weights ? *options_.weights : Weights::embedded(),
                              options_.threads, options_.onnxruntime)),
        cascades_([this] { return make_cascade(*backend_.backend, recipe_, options_); }) {}

  void detect(std::span<const ImageView> images, std::vector<std::vector<Face>>& faces) const {
    check_views(images);
    faces.resize(images.size());
    // A thread takes a whole frame through the cascade, without waiting for others between its stages; those for whom
    // no frame is left help with the stages of the last ones.
    parallel_.for_each(images.size(), [&](std::size_t index) {
      cascades_.lend()->detect(images.subspan(index, 1), {&faces[index], 1});
    });
  }

  void detect_each(std::span<const ImageView> images, std::vector<Detection>& detections) const {
    detections.resize(images.size());
    parallel_.for_each(images.size(), [&](std::size_t index) {
      Detection& detection = detections[index];
      detection.is_capped = false;
      detection.error.reset();
      search(images[index], detection);
      if (detection.error) detection.faces.clear();
    });
  }

  const std::string& backend() const { return backend_.name; }

 private:
  void search(const ImageView& image, Detection& detection) const try {
    check_view(image);
    const auto cascade = cascades_.lend();
    cascade->detect({&image, 1}, {&detection.faces, 1});
    detection.is_capped = cascade->was_capped(0);
  } catch (const Error& error) {
    detection.error = error;
  } catch (const std::bad_alloc&) {
    detection.error =
        Error(ErrorCode::kOutOfMemory, ErrorStage::kDetect, "there is not enough memory to search the image");
  } catch (const std::exception& exception) {
    detection.error = Error(ErrorCode::kInternal, ErrorStage::kDetect,
                            std::string("the search failed in a way that is not foreseen: ") + exception.what());
  }

  DetectorOptions options_;
  const Recipe& recipe_;
  Parallel parallel_;
  NamedBackend backend_;
  mutable Pool<Cascade> cascades_;  ///< one for each call that is under way
};

Detector::Detector(const DetectorOptions& options) : implementation_(std::make_unique<Implementation>(options)) {}
Detector::~Detector() = default;
Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;

std::vector<Face> Detector::detect(const ImageView& image) const {
  std::vector<std::vector<Face>> faces;
  implementation_->detect({&image, 1}, faces);
  return std::move(faces.front());
}

std::vector<Detection> Detector::detect_each(std::span<const ImageView> images) const {
  std::vector<Detection> detections;
  implementation_->detect_each(images, detections);
  return detections;
}

void Detector::detect_each(std::span<const ImageView> images, std::vector<Detection>& detections) const {
  implementation_->detect_each(images, detections);
}

std::vector<std::vector<Face>> Detector::detect(std::span<const ImageView> images) const {
  std::vector<std::vector<Face>> faces;
  implementation_->detect(images, faces);
  return faces;
}

void Detector::detect(std::span<const ImageView> images, std::vector<std::vector<Face>>& faces) const {
  implementation_->detect(images, faces);
}

const std::string& Detector::backend() const { return implementation_->backend(); }

}  // namespace mtcnn
