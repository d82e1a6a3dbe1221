// Counts what a call of the detector takes from the heap. A program of its own, because it stands in for malloc.

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>

#include "mtcnn/detector.h"
#include "support/pictures.h"

namespace {

std::atomic<bool> is_counting = false;
std::atomic<std::size_t> allocations = 0;

void count() {
  if (is_counting.load(std::memory_order_relaxed)) ++allocations;
}

}  // namespace

// glibc's own functions, behind the names that are replaced.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
  count();
  return __libc_malloc(size);
}
void* calloc(std::size_t elements, std::size_t size) {
  count();
  return __libc_calloc(elements, size);
}
void* realloc(void* block, std::size_t size) {
  count();
  return __libc_realloc(block, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  count();
  return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }
int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
  *block = memalign(alignment, size);
  return *block == nullptr ? 12 : 0;
}
}

namespace mtcnn::test {
namespace {

TEST(Allocations, AreCounted) {
  is_counting = true;
  const auto before = allocations.load();
  delete new int(1);
  std::free(std::malloc(10));
  is_counting = false;
  EXPECT_GE(allocations - before, 1U);
}

TEST(Allocations, NoneInACallOnFramesLikeThoseBefore) {
  const RgbPicture faces = drawn_faces();
  const RgbPicture noise = test::noise(220, 160);
  const std::vector<ImageView> views = {faces.view(), noise.view(), faces.view(), faces.view()};
  for (const char* const recipe : {"openface", "facenet", "mtcnn"}) {
    for (const int threads : {1, 2}) {
      const Detector detector({.min_face_size = 20, .recipe = recipe, .backend = "native", .threads = threads});
      std::vector<std::vector<Face>> found;
      for (int call = 0; call < 60; ++call) detector.detect(views, found);
      ASSERT_EQ(found[0].size(), 3U);

      allocations = 0;
      is_counting = true;
      for (int call = 0; call < 20; ++call) detector.detect(views, found);
      is_counting = false;
      EXPECT_EQ(allocations, 0U) << recipe << ", " << threads << " threads";
    }
  }
}

}  // namespace
}  // namespace mtcnn::test
