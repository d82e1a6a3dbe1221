// check_shared_detector: one detector, called from 8 threads at once, in batches of 1 to 16 out of 200 pictures of
// mixed sizes and formats. Fails where an answer is not the one that a single thread gets.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>
#include <thread>
#include <vector>

#include "image/view.h"
#include "mtcnn/detector.h"
#include "support/pictures.h"

namespace mtcnn::test {
namespace {

constexpr int kThreads = 8;
constexpr int kPictures = 200;
constexpr std::size_t kLargestBatch = 16;

struct Stored {
  std::vector<std::uint8_t> bytes;
  ImageView view;
};

/// Behind the luma: planes without colour.
void add_chroma(Stored& stored) {
  ImageView& view = stored.view;
  const int columns = (view.width + 1) / 2;
  const std::size_t plane = static_cast<std::size_t>(columns) * ((view.height + 1) / 2);
  const std::size_t luma = stored.bytes.size();
  stored.bytes.resize(luma + 2 * plane, 128);
  const std::uint8_t* const chroma = stored.bytes.data() + luma;
  if (view.format == PixelFormat::kNv12) {
    view.chroma = {chroma};
    view.chroma_strides = {2 * columns};
  } else {
    view.chroma = {chroma, chroma + plane};
    view.chroma_strides = {columns, columns};
  }
}

/// The upper left part of the drawn faces, in a size, format and orientation that depend on `number`.
Stored picture(const RgbPicture& faces, int number) {
  Stored stored;
  ImageView& view = stored.view;
  view.width = 40 + number * 37 % (faces.width - 39);
  view.height = 40 + number * 23 % (faces.height - 39);
  view.format = static_cast<PixelFormat>(number % 7);
  view.orientation = static_cast<Orientation>(1 + number % 8);
  const auto bytes = static_cast<std::size_t>(bytes_per_pixel(view.format));
  view.stride = static_cast<std::ptrdiff_t>(bytes) * view.width;
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const std::size_t pixel = 3 * (static_cast<std::size_t>(y) * faces.width + x);
      for (std::size_t byte = 0; byte < bytes; ++byte) stored.bytes.push_back(faces.pixels[pixel + byte % 3]);
    }
  }
  if (view.format == PixelFormat::kNv12 || view.format == PixelFormat::kI420) add_chroma(stored);
  view.data = stored.bytes.data();
  return stored;
}

std::vector<Stored> pictures() {
  const RgbPicture faces = drawn_faces();
  std::vector<Stored> all;
  for (int number = 0; number < kPictures; ++number) all.push_back(picture(faces, number));
  return all;
}

using Answers = std::vector<std::vector<Face>>;

/// Goes once around all pictures, from one that differs from thread to thread. Returns how many answers are wrong.
int differences(const Detector& detector, const std::vector<ImageView>& views, const Answers& expected,
                unsigned thread) {
  std::mt19937 random(thread);
  int different = 0;
  Answers answers;
  for (std::size_t done = 0; done < views.size();) {
    const std::size_t count = std::min(1 + random() % kLargestBatch, views.size() - done);
    std::vector<ImageView> batch;
    std::vector<std::size_t> numbers;
    for (std::size_t index = 0; index < count; ++index) {
      numbers.push_back((done + index + thread * views.size() / kThreads) % views.size());
      batch.push_back(views[numbers.back()]);
    }
    detector.detect(batch, answers);
    for (std::size_t index = 0; index < count; ++index) different += answers[index] == expected[numbers[index]] ? 0 : 1;
    done += count;
  }
  return different;
}

int run() {
  const std::vector<Stored> stored = pictures();
  std::vector<ImageView> views;
  for (const Stored& one : stored) views.push_back(one.view);

  DetectorOptions options;
  options.min_face_size = 24;
  const Detector detector(options);
  options.threads = 1;
  const Answers expected = Detector(options).detect(views);

  std::atomic<int> different = 0;
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] { different += differences(detector, views, expected, thread); });
  }
  for (std::thread& thread : threads) thread.join();

  std::size_t faces = 0;
  for (const auto& answer : expected) faces += answer.size();
  std::printf("%d of %d answers differ, with %zu faces in each round\n", different.load(), kThreads * kPictures, faces);
  return different == 0 && faces > 0 ? 0 : 1;
}

}  // namespace
}  // namespace mtcnn::test

int main() { return mtcnn::test::run(); }
