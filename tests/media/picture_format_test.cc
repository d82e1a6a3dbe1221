#include "media/picture_format.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

#include "media/picture.h"
#include "media/sample_pictures.h"

namespace mtcnn::test {
namespace {

using media::picture_format;
using media::PictureFormat;

TEST(PictureFormat, IsToldByTheFirstBytes) {
  EXPECT_EQ(picture_format(bytes_of("\xFF\xD8\xFF\xE0")), PictureFormat::kJpeg);
  EXPECT_EQ(picture_format(bytes_of("\x89PNG\r\n\x1A\n")), PictureFormat::kPng);
  EXPECT_EQ(picture_format(bytes_of({"RIFF\0\0\0\0WEBP", 12})), PictureFormat::kWebp);
  EXPECT_EQ(picture_format(bytes_of({"\0\0\0\x14"
                                     "ftypheic\0\0\0\0mif1",
                                     20})),
            PictureFormat::kHeif);
}

TEST(PictureFormat, AnyBrandOfAHeifFileMayTell) {
  EXPECT_EQ(picture_format(bytes_of({"\0\0\0\x18"
                                     "ftypMiHE\0\0\0\0miafmif1",
                                     24})),
            PictureFormat::kHeif);
  // Behind the box of the brands.
  EXPECT_EQ(picture_format(bytes_of({"\0\0\0\x14"
                                     "ftypisom\0\0\0\0mp41heic",
                                     24})),
            PictureFormat::kOther);
}

TEST(PictureFormat, OthersAreFfmpegsBusiness) {
  for (const std::string_view start : {std::string_view(), std::string_view("\xFF\xD8"), std::string_view("\x89PNG"),
                                       std::string_view("RIFF"), std::string_view("RIFF\0\0\0\0WAVE", 12),
                                       std::string_view("\0\0\0\x14"
                                                        "ftyp",
                                                        8),
                                       std::string_view("BM"), std::string_view("\xFF\xD8\xFF\xF7")}) {  // JPEG-LS
    EXPECT_EQ(picture_format(bytes_of(start)), PictureFormat::kOther) << start;
  }
}

TEST(PictureFormat, EverySampleLooksLikeAPicture) {
  for (const EncodedPicture& sample : all_samples()) {
    EXPECT_TRUE(media::looks_like_picture(sample.bytes)) << sample.name;
  }
}

}  // namespace
}  // namespace mtcnn::test
