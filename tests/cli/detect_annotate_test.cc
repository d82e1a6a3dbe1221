// `detect --annotate`.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/detect_fixture.h"
#include "media/input.h"
#include "raster/canvas.h"

namespace mtcnn::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

/// All files in and below a folder.
std::vector<std::string> files_below(const std::filesystem::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(folder));
  }
  return files;
}

raster::Canvas pixels_of(const std::string& path) { return raster::make_canvas(media::read_picture(path).view()); }

TEST_F(Detect, AnnotatesIntoAFile) {
  add_astronaut();
  const Outcome outcome = detect({"astronaut.png", "--annotate", "new/out.png"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(records_of(outcome.output).size(), 1);
  const raster::Canvas before = pixels_of(folder_ / "astronaut.png");
  const raster::Canvas after = pixels_of(folder_ / "new/out.png");
  EXPECT_EQ(after.width, before.width);
  EXPECT_NE(after.pixels, before.pixels);
}

TEST_F(Detect, AnnotatesIntoAFolderThatMirrorsTheInputs) {
  add_plain_picture("pics/a.png");
  add_plain_picture("pics/sub/b.webp.png");
  folder_.write("pics/sub/c.JPG", plain_picture(64, 64, true));
  folder_.write("pics/sub/no_extension", plain_picture(64, 64));
  add_plain_picture("other/a.png");
  const std::string half = plain_picture(200, 200, true);
  folder_.write("half.jpg", half.substr(0, half.size() / 2));
  const Outcome outcome = detect({"pics", "other/a.png", "other", "-", "half.jpg", "none.png", "--annotate", "out"},
                                 {.input = plain_picture(64, 64)});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(files_below(folder_ / "out"),
              UnorderedElementsAre("a.png", "a-2.png", "a-3.png", "sub/b.webp.png", "sub/c.JPG", "sub/no_extension.png",
                                   "stdin.png", "half.jpg"));
  EXPECT_EQ(pixels_of(folder_ / "out/a.png").pixels, pixels_of(folder_ / "pics/a.png").pixels);
  EXPECT_EQ(pixels_of(folder_ / "out/half.jpg").width, 200);
}

TEST_F(Detect, DoesNotAnnotateItsOwnAnnotations) {
  add_plain_picture("pics/a.png");
  const std::vector<std::string> command = {"pics", "--annotate", "pics/annotated"};
  EXPECT_EQ(detect(command).exit_code, 0);
  const Outcome again = detect(command);
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(records_of(again.output).size(), 1);
  EXPECT_THAT(again.errors, HasSubstr("skipped: pics/annotated: what is drawn goes there\n"));
  EXPECT_THAT(files_below(folder_ / "pics"), UnorderedElementsAre("a.png", "annotated/a.png"));
}

TEST_F(Detect, AnnotationThatCannotBeWrittenIsAnErrorAndTheOthersGoOn) {
  add_plain_picture("a.png");
  add_plain_picture("b.png");
  std::filesystem::create_directories(folder_ / "out/a.png");
  const Outcome outcome = detect({"a.png", "b.png", "--annotate", "out"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors,
              HasSubstr("mtcnn-turbo: error: a.png: cannot be annotated: out/a.png: cannot be written"));
  EXPECT_EQ(records_of(outcome.output).size(), 2);
  EXPECT_THAT(files_below(folder_ / "out"), ElementsAre("b.png"));
}

}  // namespace
}  // namespace mtcnn::test
