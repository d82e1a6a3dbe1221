// Bad clips, and what is to come of each, in tables: a row a container, a column a way to be bad.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "media/clips/clip_reader.h"
#include "mtcnn/error.h"
#include "support/clip_studio.h"
#include "support/outcome_table.h"

namespace mtcnn::test {
namespace {

using media::ClipReader;

/// "ok", "partial", or the code of the refusal, which must name the clip and a stage.
std::string outcome_of(const std::string& path) {
  int frames = 0;
  try {
    ClipReader reader(path, {}, 1);
    while (reader.next()) ++frames;
    EXPECT_GT(frames, 0);
    return reader.tally().damage.empty() && reader.tally().corrupt == 0 ? "ok" : "partial";
  } catch (const Error& error) {
    EXPECT_TRUE(error.stage() == ErrorStage::kDecode || error.stage() == ErrorStage::kRead);
    EXPECT_TRUE(std::string(error.what()).starts_with(path + ": ")) << error.what();
    EXPECT_EQ(frames, 0) << "a clip with frames is damaged, not refused";
    return std::string(name(error.code()));
  }
}

struct Damage {
  std::string name;
  std::string (*apply)(const std::string& whole);
};

std::string first_part(const std::string& whole, std::size_t size) { return whole.substr(0, size); }

std::string with_noise_at(std::string whole, std::size_t begin, std::size_t count) {
  for (std::size_t index = begin; index < std::min(begin + count, whole.size()); ++index) {
    whole[index] = static_cast<char>(37 * index + 11);
  }
  return whole;
}

const std::string kClips = R"(
                whole  empty  first_12  first_600  half     cut_50   no_start  noise
a.avi           ok     empty  corrupt   corrupt    partial  ok       ok        corrupt
a.flv           ok     empty  corrupt   partial    partial  partial  corrupt   corrupt
a.mkv           ok     empty  corrupt   corrupt    partial  partial  partial   corrupt
a.mp4           ok     empty  corrupt   corrupt    partial  partial  ok        corrupt
a.mpg           ok     empty  corrupt   partial    partial  ok       ok        corrupt
a.ts            ok     empty  corrupt   corrupt    partial  partial  ok        corrupt
a.webm          ok     empty  corrupt   corrupt    partial  partial  corrupt   corrupt
index_last.mp4  ok     empty  corrupt   corrupt    corrupt  ok       partial   corrupt
)";

TEST(BadClips, OfEveryContainer) {
  const std::vector<Damage> damages = {
      {"whole", [](const std::string& whole) { return whole; }},
      {"empty", [](const std::string& /*whole*/) { return std::string(); }},
      {"first_12", [](const std::string& whole) { return first_part(whole, 12); }},
      {"first_600", [](const std::string& whole) { return first_part(whole, 600); }},
      {"half", [](const std::string& whole) { return first_part(whole, whole.size() / 2); }},
      {"cut_50", [](const std::string& whole) { return first_part(whole, whole.size() - 50); }},
      {"no_start", [](const std::string& whole) { return with_noise_at(whole, 0, 64); }},
      {"noise", [](const std::string& whole) { return with_noise_at(whole, 0, whole.size()); }},
  };
  const std::vector<std::pair<std::string, std::string>> clips = {
      {"a.mp4", "-c:v mpeg4 -g 5 -movflags +faststart"},
      {"index_last.mp4", "-c:v mpeg4 -g 5"},
      {"a.mkv", "-c:v mpeg4 -g 5"},
      {"a.avi", "-c:v mjpeg -pix_fmt yuvj420p"},
      {"a.ts", "-c:v mpeg2video -g 5"},
      {"a.mpg", "-c:v mpeg2video -g 5"},
      {"a.flv", "-c:v flv -g 5"},
      {"a.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -g 5"},
  };
  const ClipStudio studio;
  const OutcomeTable expected = outcome_table(kClips);
  OutcomeTable outcomes;
  for (const auto& [name, arguments] : clips) {
    studio.make_test_clip(name, 96, 64, 15, arguments);
    const std::string whole = studio.folder().read(name);
    for (const Damage& damage : damages) {
      SCOPED_TRACE(name + ": " + damage.name);
      outcomes[name][damage.name] = outcome_of(studio.folder().write(damage.name + "." + name, damage.apply(whole)));
    }
  }
  EXPECT_EQ(text_of(outcomes), text_of(expected));
}

/// The frames that come before the refusal, and the refusal.
std::pair<int, std::optional<Error>> read_within(const std::string& path, const media::PictureLimits& limits,
                                                 int threads) {
  int frames = 0;
  try {
    ClipReader reader(path, {}, threads, {}, limits);
    while (reader.next()) ++frames;
  } catch (const Error& error) {
    return {frames, error};
  }
  return {frames, std::nullopt};
}

TEST(BadClips, ThatGrowBeyondTheLimitEndThere) {
  const ClipStudio studio;
  studio.make_test_clip("small.ts", 96, 64, 5);
  studio.make_test_clip("large.ts", 160, 128, 5);
  const std::string both =
      studio.folder().write("both.ts", studio.folder().read("small.ts") + studio.folder().read("large.ts"));
  for (const int threads : {1, 2}) {
    for (const media::PictureLimits& limits :
         {media::PictureLimits{.max_pixels = 96 * 64}, media::PictureLimits{.max_side = 96}}) {
      const auto [frames, error] = read_within(both, limits, threads);
      EXPECT_EQ(frames, 5) << threads;
      ASSERT_TRUE(error);
      EXPECT_EQ(error->code(), ErrorCode::kLimit);
      EXPECT_EQ(error->details().where, "frame 5");
      EXPECT_EQ(error->details().input, both);
      EXPECT_TRUE(error->details().limit);
    }
    EXPECT_EQ(read_within(both, {.max_side = 160}, threads).first, 10);
  }
}

}  // namespace
}  // namespace mtcnn::test
