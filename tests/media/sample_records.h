#pragma once

#include "media/record.h"

namespace mtcnn::test {

inline Face sample_face(float x) {
  return {{x, 20.5F, 30, 40.25F}, 0.875F, {{{x + 1, 2}, {x + 3, 4}, {x + 5, 6}, {x + 7, 8.125F}, {x + 9, 10}}}};
}

inline media::Record sample_record(std::vector<Face> faces) {
  media::Record record;
  record.source = "photo.jpg";
  record.width = 640;
  record.height = 480;
  record.faces = std::move(faces);
  return record;
}

inline media::Record failed_record() {
  media::Record record;
  record.source = "missing.jpg";
  record.error = Error(ErrorCode::kNotFound, ErrorStage::kRead, "there is no such file").of("missing.jpg");
  return record;
}

}  // namespace mtcnn::test
