// Lets memory run out at every place where the library asks for some. A program of its own, because it stands in for
// operator new.

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <new>
#include <string>

#include "mtcnn/mtcnn.h"
#include "support/pictures.h"

namespace {

constexpr int kPlenty = std::numeric_limits<int>::max();

/// How often the thread may still ask.
thread_local int left = kPlenty;

void* allocated(std::size_t size, std::size_t alignment) {
  if (left == 0) throw std::bad_alloc();
  if (left != kPlenty) --left;
  void* const block = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace

void* operator new(std::size_t size) { return allocated(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocated(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete(void* block, std::align_val_t) noexcept { std::free(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { std::free(block); }

namespace mtcnn::test {
namespace {

/// Calls again and again, each time with memory for one more request, until the call succeeds. Returns how often it ran
/// out.
template <class Call>
int times_out_of_memory(const Call& call) {
  for (int requests = 0;; ++requests) {
    left = requests;
    const mtcnn_status status = call();
    left = kPlenty;
    if (status == MTCNN_OK) return requests;
    EXPECT_EQ(status, MTCNN_ERROR_OUT_OF_MEMORY);
    EXPECT_STREQ(mtcnn_last_error(), "there is not enough memory");
    if (testing::Test::HasFailure()) return -1;
  }
}

mtcnn_options on_this_thread() {
  mtcnn_options options;
  mtcnn_options_init(&options, sizeof options);
  options.min_face_size = 20;
  options.threads = 1;
  return options;
}

TEST(CApiMemory, ThatRunsOutIsAnErrorOfCreate) {
  const mtcnn_options options = on_this_thread();
  mtcnn_detector* detector = nullptr;
  ASSERT_EQ(mtcnn_detector_create(&options, &detector), MTCNN_OK);  // the weights inside are read once
  mtcnn_detector_destroy(detector);
  EXPECT_GT(times_out_of_memory([&] {
              const mtcnn_status status = mtcnn_detector_create(&options, &detector);
              EXPECT_EQ(status == MTCNN_OK, detector != nullptr);
              return status;
            }),
            10);
  mtcnn_detector_destroy(detector);
  mtcnn_results* results = nullptr;
  EXPECT_EQ(times_out_of_memory([&] { return mtcnn_results_create(&results); }), 1);
  mtcnn_results_destroy(results);
}

TEST(CApiMemory, ThatRunsOutIsAnErrorOfDetectAndTheNextCallIsSound) {
  const RgbPicture picture = drawn_faces();
  const mtcnn_image image = {.data = picture.pixels.data(),
                             .stride = 3 * std::ptrdiff_t{picture.width},
                             .width = picture.width,
                             .height = picture.height,
                             .format = MTCNN_FORMAT_RGB,
                             .orientation = MTCNN_ORIENTATION_UPRIGHT,
                             .luma_weights = MTCNN_LUMA_BT709,
                             .luma_range = MTCNN_RANGE_LIMITED,
                             .chroma = {},
                             .chroma_strides = {},
                             .pixel_stride = 0,
                             .colour_stride = 0};
  const mtcnn_image images[] = {image, image};
  const mtcnn_options options = on_this_thread();
  mtcnn_detector* detector = nullptr;
  ASSERT_EQ(mtcnn_detector_create(&options, &detector), MTCNN_OK);
  mtcnn_results* results = nullptr;
  ASSERT_EQ(mtcnn_results_create(&results), MTCNN_OK);
  EXPECT_GT(times_out_of_memory([&] {
              const mtcnn_status status = mtcnn_detect(detector, images, 2, results);
              EXPECT_EQ(mtcnn_results_image_count(results), status == MTCNN_OK ? 2U : 0U);
              return status;
            }),
            10);
  for (std::size_t index = 0; index < 2; ++index) {
    const mtcnn_face* faces = nullptr;
    std::size_t count = 0;
    ASSERT_EQ(mtcnn_results_faces(results, index, &faces, &count), MTCNN_OK);
    EXPECT_EQ(count, 3U);
  }
  // Frames like those before take nothing.
  EXPECT_EQ(times_out_of_memory([&] { return mtcnn_detect(detector, images, 2, results); }), 0);
  mtcnn_results_destroy(results);

  // What an attempt that failed has left in the results, the next would no longer have to ask for.
  EXPECT_GT(times_out_of_memory([&] {
              const int requests = left;
              left = kPlenty;
              mtcnn_results_create(&results);
              left = requests;
              const mtcnn_status status = mtcnn_detect(detector, images, 2, results);
              EXPECT_EQ(mtcnn_results_image_count(results), status == MTCNN_OK ? 2U : 0U);
              mtcnn_results_destroy(results);
              return status;
            }),
            5);
  mtcnn_detector_destroy(detector);
}

}  // namespace
}  // namespace mtcnn::test
