#include "cli/annotation_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mtcnn/error.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using cli::plan_annotations;
using testing::ElementsAre;

/// A file, of which `folder` is the part that names the folder that was walked or that the file is in.
media::Input input_in(const std::string& folder, const std::string& path_in_folder) {
  return {.source = folder + path_in_folder, .name = path_in_folder};
}

std::vector<std::string> planned(const std::string& target, const std::vector<media::Input>& inputs) {
  return plan_annotations(target, inputs).paths;
}

TEST(AnnotationPlan, OnePictureGoesToAFile) {
  const media::Input input = input_in("pics/", "a.webp");
  for (const std::string target : {"out.png", "new/out.jpg", "out.JPEG"}) {
    EXPECT_THAT(planned(target, {input}), ElementsAre(target));
  }
  EXPECT_EQ(plan_annotations("new/out.jpg", {&input, 1}).folder, "new");
  EXPECT_EQ(plan_annotations("out.jpg", {&input, 1}).folder, "");
}

TEST(AnnotationPlan, OnePictureGoesToAFolder) {
  const media::Input input = input_in("pics/", "a.jpg");
  EXPECT_THAT(planned("out", {input}), ElementsAre("out/a.jpg"));
  EXPECT_EQ(plan_annotations("out", {&input, 1}).folder, "out");
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "named.png");
  EXPECT_THAT(planned(folder / "named.png", {input}), ElementsAre(folder / "named.png/a.jpg"));
}

TEST(AnnotationPlan, NamesAreKeptAndFoldersMirrored) {
  EXPECT_THAT(planned("out", {input_in("pics/", "a.jpg"),
                              input_in("pics/", "sub/b.PNG"),
                              input_in("pics/", "c.tiff"),
                              input_in("pics/", "sub/d"),
                              {.source = "-", .name = "stdin"}}),
              ElementsAre("out/a.jpg", "out/sub/b.PNG", "out/c.tiff.png", "out/sub/d.png", "out/stdin"));
}

TEST(AnnotationPlan, EqualNamesAreNumbered) {
  EXPECT_THAT(planned("out", {input_in("p/", "a.jpg"), input_in("q/", "a.jpg"), input_in("q/", "a-2.jpg"),
                              input_in("r/", "a.jpg"), input_in("q/", "sub/a.jpg")}),
              ElementsAre("out/a.jpg", "out/a-2.jpg", "out/a-2-2.jpg", "out/a-3.jpg", "out/sub/a.jpg"));
}

TEST(AnnotationPlan, InputsWithErrorsHaveNoPicture) {
  media::Input failed = input_in("p/", "a.jpg");
  failed.error = Error(ErrorCode::kNotFound, ErrorStage::kRead, "there is no such file");
  EXPECT_THAT(planned("out", {failed, input_in("q/", "a.jpg")}), ElementsAre("", "out/a.jpg"));
}

TEST(AnnotationPlan, NameOfAPictureCannotStandForMany) {
  const std::vector<media::Input> two = {input_in("p/", "a.jpg"), input_in("p/", "b.jpg")};
  EXPECT_THROW(plan_annotations("out.png", two), Error);
  EXPECT_THROW(plan_annotations("out.png", {}), Error);
  EXPECT_THROW(plan_annotations("out.webp", std::span(two).first(1)), Error);
}

}  // namespace
}  // namespace mtcnn::test
