// Does one thing many times in one process, and prints what that left: memory and descriptors.
// Called by soak.py: soak frames|large|detectors|pictures|clips COUNT FILE

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "media/clips/clip_reader.h"
#include "media/input.h"
#include "mtcnn/detector.h"

namespace mtcnn::test {
namespace {

namespace fs = std::filesystem;

/// Bytes of the process in memory.
std::size_t resident_bytes() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  unsigned long size = 0;
  unsigned long resident = 0;
  if (file == nullptr || std::fscanf(file, "%lu %lu", &size, &resident) != 2) std::abort();
  std::fclose(file);
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
}

/// A picture that differs from frame to frame, so that the search has more and less to do.
class Frames {
 public:
  Frames(int width, int height) : width_(width), height_(height), pixels_(3UL * width * height) {}

  ImageView next() {
    ++number_;
    for (std::size_t index = 0; index < pixels_.size(); ++index) {
      pixels_[index] = static_cast<std::uint8_t>((index * (number_ % 7 + 1) / 5) ^ (index / width_));
    }
    ImageView view;
    view.data = pixels_.data();
    view.stride = 3L * width_;
    view.width = width_;
    view.height = height_;
    return view;
  }

 private:
  int width_;
  int height_;
  std::vector<std::uint8_t> pixels_;
  std::size_t number_ = 0;
};

Detector make_detector() {
  DetectorOptions options;
  options.min_face_size = 15;  // so that there is something to do in a small frame
  return Detector(options);
}

std::function<void()> work_of(const std::string& kind, const std::string& path) {
  if (kind == "frames" || kind == "large") {
    const auto frames = kind == "frames" ? std::make_shared<Frames>(48, 40) : std::make_shared<Frames>(640, 480);
    const auto detector = std::make_shared<Detector>(kind == "frames" ? make_detector() : Detector());
    return [frames, detector] { detector->detect(frames->next()); };
  }
  if (kind == "detectors") {
    const auto frames = std::make_shared<Frames>(48, 40);
    return [frames] { make_detector().detect(frames->next()); };
  }
  if (kind == "pictures") {
    return [path] { media::read_picture(path); };
  }
  return [path] {
    media::ClipReader reader(path, {}, 1);
    reader.next();
  };
}

}  // namespace
}  // namespace mtcnn::test

int main(int argument_count, char** arguments) {
  using namespace mtcnn::test;
  if (argument_count != 4) {
    std::fputs("soak frames|large|detectors|pictures|clips COUNT FILE\n", stderr);
    return 2;
  }
  const std::size_t count = std::strtoul(arguments[2], nullptr, 10);
  const std::function<void()> work = work_of(arguments[1], arguments[3]);
  // Warm is what has seen every frame and every thread a few times.
  const std::size_t warm_up = std::max<std::size_t>(count / 5, 100);
  for (std::size_t done = 0; done < warm_up; ++done) work();
  const std::size_t bytes = resident_bytes();
  const std::size_t descriptors = open_descriptors();
  for (std::size_t done = 0; done < count; ++done) work();
  std::printf("{\"bytes\":%zu,\"bytes_after\":%zu,\"descriptors\":%zu,\"descriptors_after\":%zu}\n", bytes,
              resident_bytes(), descriptors, open_descriptors());
}
