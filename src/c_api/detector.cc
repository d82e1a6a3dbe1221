#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "c_api/guard.h"
#include "c_api/image.h"
#include "c_api/options.h"
#include "mtcnn/detector.h"
#include "mtcnn/error.h"
#include "mtcnn/mtcnn.h"

struct mtcnn_detector {
  mtcnn::Detector detector;
};

struct mtcnn_results {
  std::vector<mtcnn_face> faces;         ///< of all images, one image behind the other
  std::vector<std::size_t> first_faces;  ///< where each image's begin, and behind the last where they end; or empty

  // Of the call, kept for their memory.
  std::vector<mtcnn::ImageView> views;
  std::vector<mtcnn::Detection> detections;
};

namespace mtcnn {
namespace {

[[noreturn]] void refuse(ErrorStage stage, const std::string& message) {
  throw Error(ErrorCode::kInvalidArgument, stage, message);
}

std::size_t image_count(const mtcnn_results& results) {
  return results.first_faces.empty() ? 0 : results.first_faces.size() - 1;
}

void clear(mtcnn_results& results) {
  results.faces.clear();
  results.first_faces.clear();
}

void view_images(const mtcnn_image* images, std::size_t count, std::vector<ImageView>& views) {
  if (count > 0) require(images, "images");
  if (count > PTRDIFF_MAX / sizeof(mtcnn_image)) {
    refuse(ErrorStage::kDetect, std::to_string(count) + " images are more than any memory holds");
  }
  views.clear();
  views.reserve(count);
  for (std::size_t index = 0; index < count; ++index) views.push_back(image_view(images[index]));
}

mtcnn_face face_of(const Face& face) {
  mtcnn_face result = {{face.box.x, face.box.y, face.box.width, face.box.height}, face.score, {}};
  for (std::size_t point = 0; point < kLandmarkCount; ++point) {
    result.landmarks[point] = {face.landmarks[point].x, face.landmarks[point].y};
  }
  return result;
}

void copy_faces(mtcnn_results& results) {
  results.first_faces.reserve(results.views.size() + 1);
  results.first_faces.push_back(0);
  for (const Detection& detection : results.detections) {
    for (const Face& face : detection.faces) results.faces.push_back(face_of(face));
    results.first_faces.push_back(results.faces.size());
  }
}

/// Calls `judge` with what came of the images, before they become the results; these are empty where anything fails.
template <class Judge>
mtcnn_status detect(const mtcnn_detector* detector, const mtcnn_image* images, std::size_t image_count,
                    mtcnn_results* results, const Judge& judge) {
  const mtcnn_status status = guarded([&] {
    require(results, "results");
    clear(*results);
    require(detector, "detector");
    view_images(images, image_count, results->views);
    detector->detector.detect_each(results->views, results->detections);
    judge(results->detections);
    copy_faces(*results);
  });
  if (status != MTCNN_OK && results != nullptr) clear(*results);
  return status;
}

void throw_first_error(const std::vector<Detection>& detections) {
  for (std::size_t index = 0; index < detections.size(); ++index) {
    const std::optional<Error>& error = detections[index].error;
    if (error) throw detections.size() == 1 ? *error : error->of("image " + std::to_string(index));
  }
}

/// Throws where the results are none, or not of such an image.
void require_image(const mtcnn_results* results, std::size_t image) {
  require(results, "results");
  const std::size_t count = image_count(*results);
  if (image < count) return;
  refuse(ErrorStage::kOptions,
         "there is no image " + std::to_string(image) + " in the results of " + std::to_string(count) + " images");
}

}  // namespace
}  // namespace mtcnn

mtcnn_status mtcnn_detector_create(const mtcnn_options* options, mtcnn_detector** detector) {
  return mtcnn::guarded([&] {
    mtcnn::require(detector, "detector");
    *detector = nullptr;
    mtcnn::DetectorOptions wanted;
    if (options != nullptr) wanted = mtcnn::detector_options(*options);
    *detector = new mtcnn_detector{mtcnn::Detector(wanted)};
  });
}

void mtcnn_detector_destroy(mtcnn_detector* detector) { delete detector; }

const char* mtcnn_detector_backend(const mtcnn_detector* detector) {
  return detector != nullptr ? detector->detector.backend().c_str() : nullptr;
}

mtcnn_status mtcnn_results_create(mtcnn_results** results) {
  return mtcnn::guarded([&] {
    mtcnn::require(results, "results");
    *results = nullptr;
    *results = new mtcnn_results;
  });
}

void mtcnn_results_destroy(mtcnn_results* results) { delete results; }

mtcnn_status mtcnn_detect(const mtcnn_detector* detector, const mtcnn_image* images, size_t image_count,
                          mtcnn_results* results) {
  return mtcnn::detect(detector, images, image_count, results, mtcnn::throw_first_error);
}

mtcnn_status mtcnn_detect_each(const mtcnn_detector* detector, const mtcnn_image* images, size_t image_count,
                               mtcnn_results* results) {
  return mtcnn::detect(detector, images, image_count, results, [](const std::vector<mtcnn::Detection>&) {});
}

size_t mtcnn_results_image_count(const mtcnn_results* results) {
  return results != nullptr ? mtcnn::image_count(*results) : 0;
}

mtcnn_status mtcnn_results_faces(const mtcnn_results* results, size_t image, const mtcnn_face** faces,
                                 size_t* face_count) {
  if (faces != nullptr) *faces = nullptr;
  if (face_count != nullptr) *face_count = 0;
  return mtcnn::guarded([&] {
    mtcnn::require_image(results, image);
    mtcnn::require(faces, "faces");
    mtcnn::require(face_count, "face_count");
    *faces = results->faces.data() + results->first_faces[image];
    *face_count = results->first_faces[image + 1] - results->first_faces[image];
  });
}

mtcnn_status mtcnn_results_error(const mtcnn_results* results, size_t image) {
  return mtcnn::guarded([&] {
    mtcnn::require_image(results, image);
    if (const auto& error = results->detections[image].error) throw mtcnn::Error(*error);
  });
}

int mtcnn_results_is_capped(const mtcnn_results* results, size_t image) {
  const bool is_image = results != nullptr && image < mtcnn::image_count(*results);
  return is_image && results->detections[image].is_capped ? 1 : 0;
}
