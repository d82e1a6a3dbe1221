// Frames in a decoder's own planes against the same frames as another program converted them to red, green and blue.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <numeric>
#include <optional>

#include "media/clips/clip_reader.h"
#include "media/picture.h"
#include "mtcnn/detector.h"
#include "mtcnn/info.h"
#include "raster/canvas.h"
#include "support/clip_studio.h"
#include "support/files.h"

namespace mtcnn::test {
namespace {

float overlap(const BoundingBox& a, const BoundingBox& b) {
  const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  const float shared = std::max(width, 0.0F) * std::max(height, 0.0F);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/// The overlap of each face with the one that is nearest to it.
std::vector<float> overlaps(const std::vector<Face>& faces, const std::vector<Face>& others) {
  std::vector<float> all;
  for (const Face& face : faces) {
    float best = 0;
    for (const Face& other : others) best = std::max(best, overlap(face.box, other.box));
    all.push_back(best);
  }
  return all;
}

// What a view of planes means: the picture of red, green and blue that they stand for.
TEST(ClipParity, PlanesAnswerAsTheirOwnColours) {
  const ClipStudio studio;
  media::ClipReader reader(studio.make_faces_clip("faces.mp4", 2), {}, 1);
  const auto frame = reader.next();
  ASSERT_TRUE(frame);
  for (const RecipeInfo& recipe : recipes()) {
    const Detector detector({.min_face_size = 20, .recipe = recipe.name});
    const raster::Canvas canvas = raster::make_canvas(frame->view);
    const ImageView colours{canvas.pixels.data(), canvas.stride(), canvas.width, canvas.height, PixelFormat::kBgra};
    EXPECT_EQ(detector.detect(frame->view), detector.detect(colours)) << recipe.name;
    EXPECT_EQ(detector.detect(colours).size(), 3U);
  }
}

// Another program's conversion is off by one here and there, and by more in its chroma. MTCNN answers that with other
// boxes of the same faces: a tenth of the values made smaller by one already moves a box to an overlap of 0.87.
TEST(ClipParity, PlanesGiveTheFacesOfFramesThatWereConvertedElsewhere) {
  const auto shared = shared_folder();
  if (!shared) GTEST_SKIP() << "frames of a real clip: there is no shared folder (set MTCNN_SHARED)";
  const Detector detector;
  // The stills are every 26th frame, numbered from 1.
  media::ClipReader reader(*shared / "data/clips/five_people_1080p.mp4", {.every = 26}, 1);
  int still = 0;
  std::vector<float> all;
  while (const std::optional<media::ClipFrame> frame = reader.next()) {
    ++still;
    const auto path = *shared / "data/frames" / ("five_people_" + std::to_string(still) + ".png");
    const media::Picture picture = media::decode_picture(read_file(path));
    // They were converted as if the clip, which does not say, were in BT.601.
    ImageView view = frame->view;
    view.luma_weights = LumaWeights::kBt601;
    const std::vector<Face> expected = detector.detect(picture.view());
    const std::vector<Face> found = detector.detect(view);
    EXPECT_EQ(found.size(), expected.size()) << still;
    for (const float one : overlaps(expected, found)) {
      EXPECT_GT(one, 0.8F) << still;
      all.push_back(one);
    }
  }
  EXPECT_EQ(still, 5);
  const double mean = std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
  std::cout << "mean overlap of " << all.size() << " faces: " << mean << "\n";
  EXPECT_GT(mean, 0.95);
}

}  // namespace
}  // namespace mtcnn::test
