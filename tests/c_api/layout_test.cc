#include <gtest/gtest.h>

#include <cstddef>

#include "mtcnn/mtcnn.h"

// What programs have compiled in. Whoever has to change a number here changes MTCNN_ABI_VERSION, except to add at the
// end of mtcnn_options and after the last status.

namespace mtcnn::test {
namespace {

static_assert(MTCNN_ABI_VERSION == 1);
static_assert(sizeof(void*) != 8 || (sizeof(mtcnn_options) == 128 && sizeof(mtcnn_image) == 80));
static_assert(sizeof(mtcnn_face) == 60 && sizeof(mtcnn_status) == 4);

TEST(CApiLayout, OfOptionsStays) {
  if (sizeof(void*) != 8) GTEST_SKIP() << "the layout is written down for pointers of 64 bits";
  EXPECT_EQ(offsetof(mtcnn_options, size), 0U);
  EXPECT_EQ(offsetof(mtcnn_options, min_face_size), 8U);
  EXPECT_EQ(offsetof(mtcnn_options, max_face_size), 16U);
  EXPECT_EQ(offsetof(mtcnn_options, thresholds), 24U);
  EXPECT_EQ(offsetof(mtcnn_options, scale_factor), 48U);
  EXPECT_EQ(offsetof(mtcnn_options, max_faces), 56U);
  EXPECT_EQ(offsetof(mtcnn_options, threads), 60U);
  EXPECT_EQ(offsetof(mtcnn_options, recipe), 64U);
  EXPECT_EQ(offsetof(mtcnn_options, backend), 72U);
  EXPECT_EQ(offsetof(mtcnn_options, weights), 80U);
  EXPECT_EQ(offsetof(mtcnn_options, weights_size), 88U);
  EXPECT_EQ(offsetof(mtcnn_options, onnxruntime_library), 96U);
  EXPECT_EQ(offsetof(mtcnn_options, onnxruntime_providers), 104U);
  EXPECT_EQ(offsetof(mtcnn_options, deadline), 112U);
  EXPECT_EQ(offsetof(mtcnn_options, max_proposals), 120U);
}

TEST(CApiLayout, OfImagesStays) {
  if (sizeof(void*) != 8) GTEST_SKIP() << "the layout is written down for pointers of 64 bits";
  EXPECT_EQ(offsetof(mtcnn_image, data), 0U);
  EXPECT_EQ(offsetof(mtcnn_image, stride), 8U);
  EXPECT_EQ(offsetof(mtcnn_image, width), 16U);
  EXPECT_EQ(offsetof(mtcnn_image, height), 20U);
  EXPECT_EQ(offsetof(mtcnn_image, format), 24U);
  EXPECT_EQ(offsetof(mtcnn_image, orientation), 25U);
  EXPECT_EQ(offsetof(mtcnn_image, luma_weights), 26U);
  EXPECT_EQ(offsetof(mtcnn_image, luma_range), 27U);
  EXPECT_EQ(offsetof(mtcnn_image, chroma), 32U);
  EXPECT_EQ(offsetof(mtcnn_image, chroma_strides), 48U);
  EXPECT_EQ(offsetof(mtcnn_image, pixel_stride), 64U);
  EXPECT_EQ(offsetof(mtcnn_image, colour_stride), 72U);
}

TEST(CApiLayout, OfFacesStays) {
  EXPECT_EQ(offsetof(mtcnn_face, box), 0U);
  EXPECT_EQ(offsetof(mtcnn_face, score), 16U);
  EXPECT_EQ(offsetof(mtcnn_face, landmarks), 20U);
}

TEST(CApiLayout, OfNumbersStays) {
  EXPECT_EQ(MTCNN_ERROR_INTERNAL, 10);
  EXPECT_EQ(MTCNN_ERROR_DEADLINE, 11);
  EXPECT_EQ(MTCNN_FORMAT_I420, 6);
  EXPECT_EQ(MTCNN_ORIENTATION_ROTATED_270, 8);
  EXPECT_EQ(MTCNN_LUMA_BT601, 1);
  EXPECT_EQ(MTCNN_RANGE_FULL, 1);
  EXPECT_EQ(MTCNN_LANDMARK_RIGHT_MOUTH, 4);
}

}  // namespace
}  // namespace mtcnn::test
