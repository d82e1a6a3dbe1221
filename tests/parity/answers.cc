#include "parity/answers.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/files.h"

namespace mtcnn::test {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

Json read_json(const fs::path& file) {
  std::ifstream stream(file);
  return Json::parse(stream);
}

Answer parameters(const Json& json, fs::path picture) {
  const Json& params = json.at("params");
  return {.picture = std::move(picture),
          .min_face_size = params.at("min_face_size"),
          .thresholds = params.at("thresholds"),
          .scale_factor = params.at("factor"),
          .faces = {}};
}

/// `box` is x, y, width, height.
ExpectedFace face(const std::array<double, 4>& box, const Json& score, const Json& landmarks) {
  return {box[0], box[1], box[2], box[3], score.get<double>(), landmarks};
}

}  // namespace

Answer read_committed_answer(const fs::path& file) {
  const Json json = read_json(file);
  Answer answer = parameters(json, picture(json.at("picture").get<std::string>()));
  for (const Json& found : json.at("faces")) {
    answer.faces.push_back(face(found.at("bbox"), found.at("score"), found.at("landmarks")));
  }
  return answer;
}

Answer read_shared_answer(const fs::path& file, const fs::path& shared_folder) {
  const Json json = read_json(file);
  Answer answer = parameters(json, shared_folder / "data" / json.at("image").get<std::string>());
  // pymtcnn's answers carry the box that its users get as well as the one before its last step.
  const bool calibrated = json.contains("boxes_xywh_calibrated");
  const Json& boxes = calibrated ? json.at("boxes_xywh_calibrated") : json.at("boxes_xyxy");
  for (std::size_t index = 0; index < boxes.size(); ++index) {
    std::array<double, 4> box = boxes[index];
    if (!calibrated) {
      box[2] -= box[0];
      box[3] -= box[1];
    }
    answer.faces.push_back(face(box, json.at("scores")[index], json.at("landmarks_xy")[index]));
  }
  return answer;
}

std::vector<fs::path> answer_files(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace mtcnn::test
