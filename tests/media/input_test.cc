#include "media/input.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "media/file_descriptor.h"
#include "media/picture_writer.h"
#include "mtcnn/error.h"
#include "raster/canvas.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using media::expand_inputs;
using media::ExpandedInputs;
using media::Input;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string small_png() {
  raster::Canvas canvas{3, 2, std::vector<std::uint8_t>(24, 100)};
  const std::vector<std::uint8_t> encoded = media::encode_png(canvas);
  return {encoded.begin(), encoded.end()};
}

/// Expands arguments from within a folder, so that paths are short to compare.
class Inputs : public testing::Test {
 public:
  Inputs() : before_(std::filesystem::current_path()) { std::filesystem::current_path(folder_.path()); }
  ~Inputs() override { std::filesystem::current_path(before_); }

 protected:
  void make(const std::vector<std::string>& files) {
    for (const std::string& file : files) folder_.write(file, "x");
  }

  static ExpandedInputs expand(const std::vector<std::string>& arguments) { return expand_inputs(arguments); }

  static std::vector<std::string> sources(const std::vector<std::string>& arguments) {
    std::vector<std::string> sources;
    for (const Input& input : expand(arguments).inputs) {
      sources.push_back(input.error ? input.source + " !" + std::string(name(input.error->code())) : input.source);
    }
    return sources;
  }

  static std::vector<std::string> skipped(const std::vector<std::string>& arguments) {
    std::vector<std::string> paths;
    for (const media::Unread& unread : expand(arguments).skipped) paths.push_back(unread.path);
    return paths;
  }

  TemporaryFolder folder_;

 private:
  std::filesystem::path before_;
};

TEST_F(Inputs, AreTakenInTheirOrder) {
  make({"b.jpg", "a.jpg"});
  EXPECT_THAT(sources({"b.jpg", "-", "a.jpg", "b.jpg"}), ElementsAre("b.jpg", "-", "a.jpg", "b.jpg"));
}

TEST_F(Inputs, FilesAreTakenWhateverTheirName) {
  make({"a b.jpg", "portrait à é 顔.jpg", "x.txt", ".hidden", "[1].jpg", "?", "bad\xFFname"});
  const std::vector<std::string> names = {"a b.jpg", "portrait à é 顔.jpg", "x.txt", ".hidden", "[1].jpg",
                                          "?",       "bad\xFFname"};
  EXPECT_EQ(sources(names), names);
}

TEST_F(Inputs, MissingFilesStayForTheReaderToExplain) { EXPECT_THAT(sources({"none.jpg"}), ElementsAre("none.jpg")); }

TEST_F(Inputs, FoldersAreWalkedInTheOrderOfBytes) {
  make({"pics/b.jpg", "pics/a.jpg", "pics/a/z.png", "pics/a/deep/y.PNG", "pics/Z.jpg", "pics/é.jpg"});
  EXPECT_THAT(sources({"pics"}),
              ElementsAre("pics/Z.jpg", "pics/a.jpg", "pics/a/deep/y.PNG", "pics/a/z.png", "pics/b.jpg", "pics/é.jpg"));
}

TEST_F(Inputs, FoldersKeepTheNameThatTheyWereGiven) {
  make({"pics/a.jpg"});
  EXPECT_THAT(sources({"pics/"}), ElementsAre("pics/a.jpg"));
  EXPECT_THAT(sources({"./pics"}), ElementsAre("./pics/a.jpg"));
  EXPECT_THAT(sources({"."}), ElementsAre("./pics/a.jpg"));
  std::filesystem::create_directory_symlink("pics", "link");
  EXPECT_THAT(sources({"link"}), ElementsAre("link/a.jpg"));
}

TEST_F(Inputs, PathInFolderIsWhatAWalkAdded) {
  make({"pics/sub/a.jpg", "pics/b.jpg"});
  const auto paths = [](const std::string& argument) {
    std::vector<std::string> result;
    for (const Input& input : expand({argument}).inputs) result.emplace_back(input.name);
    return result;
  };
  EXPECT_THAT(paths("pics"), ElementsAre("b.jpg", "sub/a.jpg"));
  EXPECT_THAT(paths("pics/"), ElementsAre("b.jpg", "sub/a.jpg"));
  EXPECT_THAT(paths("."), ElementsAre("pics/b.jpg", "pics/sub/a.jpg"));
  EXPECT_THAT(paths("pics/sub/a.jpg"), ElementsAre("a.jpg"));
  EXPECT_THAT(paths("pics/*.jpg"), ElementsAre("b.jpg"));
}

TEST_F(Inputs, HiddenFilesOfAFolderArePassedOver) {
  make({"pics/a.jpg", "pics/.b.jpg", "pics/.cache/c.jpg"});
  EXPECT_THAT(sources({"pics"}), ElementsAre("pics/a.jpg"));
  EXPECT_THAT(skipped({"pics"}), IsEmpty());
}

TEST_F(Inputs, WhatIsNoPictureIsSkippedUnlessItsNameSaysSo) {
  make({"pics/notes.txt", "pics/broken.JPG", "pics/none"});
  folder_.write("pics/no_extension", small_png());
  folder_.write("pics/wrong.txt", small_png());
  folder_.write("pics/empty.txt", "");
  EXPECT_THAT(sources({"pics"}), ElementsAre("pics/broken.JPG", "pics/no_extension", "pics/wrong.txt"));
  EXPECT_THAT(skipped({"pics"}), ElementsAre("pics/empty.txt", "pics/none", "pics/notes.txt"));
  EXPECT_EQ(expand({"pics"}).skipped[0].reason, "is neither a picture nor a clip");
}

TEST_F(Inputs, PipesInAFolderAreNotWaitedFor) {
  make({"pics/a.jpg"});
  ASSERT_EQ(::mkfifo("pics/pipe", 0600), 0);
  ASSERT_EQ(::mkfifo("pics/pipe.jpg", 0600), 0);
  EXPECT_THAT(sources({"pics"}), ElementsAre("pics/a.jpg", "pics/pipe.jpg"));
  EXPECT_THAT(skipped({"pics"}), ElementsAre("pics/pipe"));
}

TEST_F(Inputs, LinksInAFolderAreFollowedToFilesOnly) {
  make({"pics/a.jpg", "elsewhere/b.jpg"});
  std::filesystem::create_symlink("../elsewhere/b.jpg", "pics/link.jpg");
  std::filesystem::create_symlink("nowhere", "pics/dangling");
  std::filesystem::create_symlink("nowhere", "pics/dangling.jpg");
  std::filesystem::create_directory_symlink("../elsewhere", "pics/other");
  std::filesystem::create_directory_symlink("..", "pics/up");
  EXPECT_THAT(sources({"pics"}), ElementsAre("pics/a.jpg", "pics/dangling.jpg", "pics/link.jpg"));
  EXPECT_THAT(skipped({"pics"}), ElementsAre("pics/dangling", "pics/other", "pics/up"));
}

TEST_F(Inputs, FolderWithoutPicturesIsAnError) {
  make({"pics/notes.txt"});
  std::filesystem::create_directory("empty");
  EXPECT_THAT(sources({"pics"}), ElementsAre("pics !empty"));
  EXPECT_THAT(sources({"empty"}), ElementsAre("empty !empty"));
  EXPECT_STREQ(expand({"empty"}).inputs[0].error->what(), "empty: there are no pictures or clips in this folder");
}

TEST_F(Inputs, FolderToLeaveOutIsNotWalked) {
  make({"pics/a.jpg", "pics/annotated/a.jpg"});
  const std::vector left_out = {media::file_identity("pics/annotated").value()};
  const ExpandedInputs expanded = expand_inputs(std::vector<std::string>{"pics"}, left_out);
  ASSERT_EQ(expanded.inputs.size(), 1);
  EXPECT_EQ(expanded.inputs[0].source, "pics/a.jpg");
  ASSERT_EQ(expanded.skipped.size(), 1);
  EXPECT_EQ(expanded.skipped[0].path, "pics/annotated");
}

// Paths have a longest length; folders can be nested deeper than that.
TEST_F(Inputs, FolderThatCannotBeReadIsAnErrorAndTheOthersGoOn) {
  make({"pics/a.jpg", "pics/z.jpg"});
  const std::string long_name(250, 'n');
  media::FileDescriptor folder(::open("pics", O_RDONLY | O_DIRECTORY));
  for (int depth = 0; depth < 20; ++depth) {
    ASSERT_EQ(::mkdirat(folder.number(), long_name.c_str(), 0700), 0);
    folder = media::FileDescriptor(::openat(folder.number(), long_name.c_str(), O_RDONLY | O_DIRECTORY));
    ASSERT_TRUE(folder.is_open());
  }

  const std::vector<Input> inputs = expand({"pics"}).inputs;
  ASSERT_EQ(inputs.size(), 3);
  EXPECT_EQ(inputs[0].source, "pics/a.jpg");
  ASSERT_TRUE(inputs[1].error);
  EXPECT_EQ(inputs[1].error->code(), ErrorCode::kUnreadable);
  EXPECT_THAT(inputs[1].error->what(), HasSubstr("cannot be read: File name too long"));
  EXPECT_EQ(inputs[2].source, "pics/z.jpg");
}

TEST_F(Inputs, FolderWithoutPermissionIsAnError) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  make({"pics/a.jpg"});
  ASSERT_EQ(::chmod("pics", 0), 0);
  EXPECT_THAT(sources({"pics"}), ElementsAre("pics !unreadable"));
  ASSERT_EQ(::chmod("pics", 0700), 0);
}

TEST_F(Inputs, PatternsMatchInTheOrderOfBytes) {
  make({"b.jpg", "a.jpg", "Z.jpg", "c.png", "1.jpg", ".h.jpg"});
  EXPECT_THAT(sources({"*.jpg"}), ElementsAre("1.jpg", "Z.jpg", "a.jpg", "b.jpg"));
  EXPECT_THAT(sources({"[ab].jpg"}), ElementsAre("a.jpg", "b.jpg"));
  EXPECT_THAT(sources({"?.png"}), ElementsAre("c.png"));
}

TEST_F(Inputs, PatternsMatchFolders) {
  make({"one/a.jpg", "two/b.jpg", "two/notes.txt"});
  EXPECT_THAT(sources({"*"}), ElementsAre("one/a.jpg", "two/b.jpg"));
  EXPECT_THAT(skipped({"t*"}), ElementsAre("two/notes.txt"));
}

TEST_F(Inputs, WhatAPatternMatchesIsReadWhateverItHolds) {
  make({"notes.txt"});
  EXPECT_THAT(sources({"*.txt"}), ElementsAre("notes.txt"));
}

TEST_F(Inputs, PatternWithoutAMatchIsAnError) {
  EXPECT_THAT(sources({"*.jpg"}), ElementsAre("*.jpg !not_found"));
  EXPECT_STREQ(expand({"*.jpg"}).inputs[0].error->what(),
               "*.jpg: there is no such file, and none that matches this pattern");
}

TEST_F(Inputs, FileOfThatVeryNameWinsOverThePattern) {
  make({"a[1].jpg", "a1.jpg", "*.jpg"});
  EXPECT_THAT(sources({"a[1].jpg"}), ElementsAre("a[1].jpg"));
  EXPECT_THAT(sources({"*.jpg"}), ElementsAre("*.jpg"));
}

TEST_F(Inputs, MatchIsNeverTakenForStandardInput) {
  make({"-"});
  EXPECT_THAT(sources({"?"}), ElementsAre("./-"));
}

TEST_F(Inputs, PictureIsReadAndDecoded) {
  const media::Picture picture = media::read_picture(folder_.write("a.txt", small_png()));
  EXPECT_EQ(picture.width, 3);
  EXPECT_EQ(picture.height, 2);
}

TEST_F(Inputs, ErrorsOfReadingAndDecodingNameTheSource) {
  make({"text.jpg"});
  for (const auto& [source, stage] : {std::pair{"none.jpg", ErrorStage::kRead}, {"text.jpg", ErrorStage::kDecode}}) {
    try {
      media::read_picture(source);
      ADD_FAILURE() << source << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.stage(), stage);
      EXPECT_THAT(error.what(), testing::StartsWith(std::string(source) + ": "));
    }
  }
}

TEST_F(Inputs, LimitsReachTheDecoder) {
  const std::string path = folder_.write("a.png", small_png());
  try {
    media::read_picture(path, {.max_pixels = 5});
    FAIL() << "it was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kLimit);
  }
}

}  // namespace
}  // namespace mtcnn::test
