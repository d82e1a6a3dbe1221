#include "media/record_writer.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>

#include "media/file_descriptor.h"
#include "media/sample_records.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using testing::HasSubstr;

TEST(RecordWriter, EveryFormatIsFoundByItsName) {
  for (const media::RecordFormat& format : media::record_formats()) {
    EXPECT_EQ(media::find_record_format(format.name).name, format.name);
  }
  EXPECT_EQ(media::record_formats().front().name, "jsonl");
  EXPECT_FALSE(media::find_record_format("csv").has_every_frame);
}

TEST(RecordWriter, AnUnknownFormatIsRefusedWithTheKnownOnes) {
  try {
    media::find_record_format("xml");
    FAIL() << "xml was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.stage(), ErrorStage::kOptions);
    EXPECT_STREQ(error.what(), "there is no format \"xml\"; there are: jsonl, json, csv, openface, mot, coco, wider");
  }
}

class EveryFormat : public testing::TestWithParam<const char*> {
 protected:
  /// What a job does with an output.
  static void write_all(media::Output& output) {
    const auto writer = media::find_record_format(GetParam()).make_writer(output);
    writer->write(sample_record({sample_face(1)}));
    writer->finish();
    output.close();
  }
};

TEST_P(EveryFormat, FullDiskIsAnErrorThatNamesTheFile) {
  media::Output output = media::Output::to_file("/dev/full");
  try {
    write_all(output);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnwritable);
    EXPECT_EQ(error.stage(), ErrorStage::kWrite);
    EXPECT_STREQ(error.what(), "/dev/full: cannot be written: No space left on device");
  }
}

TEST_P(EveryFormat, AReaderThatLeavesIsToldApart) {
  std::signal(SIGPIPE, SIG_IGN);
  const TemporaryFolder folder;
  const std::string pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto reader = std::make_unique<media::FileDescriptor>(::open(pipe.c_str(), O_RDONLY | O_NONBLOCK));
  media::Output output = media::Output::to_file(pipe);
  reader.reset();
  EXPECT_THROW(write_all(output), media::ClosedPipe);
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, testing::Values("jsonl", "json", "csv"),
                         [](const auto& format) { return std::string(format.param); });

TEST(Output, SaysWhyAFileCannotBeMade) {
  const TemporaryFolder folder;
  try {
    media::Output::to_file(folder / "no/such/folder");
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnwritable);
    EXPECT_THAT(error.what(), HasSubstr("no/such/folder: cannot be written: No such file or directory"));
  }
}

TEST(Output, EmptiesAFileThatIsThere) {
  const TemporaryFolder folder;
  folder.write("file", "something long");
  media::Output output = media::Output::to_file(folder / "file");
  output.write("new");
  output.close();
  EXPECT_EQ(folder.read("file"), "new");
}

}  // namespace
}  // namespace mtcnn::test
