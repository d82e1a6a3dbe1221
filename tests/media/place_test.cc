#include "media/place.h"

#include <gtest/gtest.h>

namespace mtcnn::test {
namespace {

using media::is_live;
using media::is_stream;
using media::Place;
using media::place_of;
using media::shown_source;
using media::stream_name;

TEST(Place, IsToldByTheName) {
  EXPECT_EQ(place_of("-"), Place::kStandardInput);
  for (const char* const url : {"https://example.org/a.mp4", "RTSP://a", "a+b-c.9://a", "0z:///", "AZ://"}) {
    EXPECT_EQ(place_of(url), Place::kNetwork) << url;
  }
  EXPECT_EQ(place_of("v4l2:/dev/video0"), Place::kCamera);
  for (const char* const file : {"a.mp4", "/a/b", "./-", "./http://a", "a b://c", "a@b://c", "a[b://c", "a{b://c",
                                 "a:b://c", "://", "C:\\a", ""}) {
    EXPECT_EQ(place_of(file), Place::kFile) << file;
  }
}

TEST(Place, OfStreams) {
  EXPECT_FALSE(is_stream("a.mp4"));
  for (const char* const stream : {"-", "http://a/b", "v4l2:/dev/video0", "rtsp://a"}) EXPECT_TRUE(is_stream(stream));
  for (const char* const live : {"v4l2:/dev/video0", "rtsp://a", "udp://a:1", "rtmps://a"}) EXPECT_TRUE(is_live(live));
  for (const char* const waiting : {"-", "a.mp4", "https://a/b.mp4"}) EXPECT_FALSE(is_live(waiting));
}

TEST(Place, NobodySeesPasswords) {
  EXPECT_EQ(shown_source("rtsp://me:secret@camera:554/1?x=@"), "rtsp://camera:554/1?x=@");
  EXPECT_EQ(shown_source("rtsp://me:se@cret@camera"), "rtsp://camera");
  EXPECT_EQ(shown_source("http://example.org/a@b"), "http://example.org/a@b");
  EXPECT_EQ(shown_source("a@b.mp4"), "a@b.mp4");
}

TEST(Place, OfFilesThatAreMadeFromAStream) {
  EXPECT_EQ(stream_name("-"), "stdin");
  EXPECT_EQ(stream_name("v4l2:/dev/video0"), "video0");
  EXPECT_EQ(stream_name("https://example.org/x/clip.mp4?a=b/c"), "clip.mp4");
  EXPECT_EQ(stream_name("rtsp://camera/"), "stream");
}

}  // namespace
}  // namespace mtcnn::test
