#include "cli/job/job_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "mtcnn/error.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using cli::JobOutput;
using cli::Rerun;
using testing::HasSubstr;

namespace fs = std::filesystem;

const std::string kRecords = "all the records\n";

class JobOutputTest : public testing::Test {
 protected:
  JobOutput open(Rerun rerun = Rerun::kIfNeeded) const {
    return JobOutput({.path = folder_ / "out", .description = {}, .rerun = rerun});
  }

  void write_all() const {
    JobOutput output = open();
    output.records().write(kRecords);
    output.finish({});
  }

  /// What a kill leaves between the last word in the journal and the output's name.
  void take_the_name() const { fs::rename(folder_ / "out", folder_ / ".out.part"); }

  /// As a disk does that loses bits: the time stays.
  void damage(const std::string& file) const {
    const auto time = fs::last_write_time(folder_ / file);
    std::string content = folder_.read(file);
    content[3] ^= 1;
    folder_.write(file, content);
    fs::last_write_time(folder_ / file, time);
  }

  TemporaryFolder folder_;
};

TEST_F(JobOutputTest, GetsItsNameFromTheNextRun) {
  write_all();
  take_the_name();
  EXPECT_TRUE(open().earlier_result());
  EXPECT_EQ(folder_.read("out"), kRecords);
}

TEST_F(JobOutputTest, GetsItsNameOnlyAsItWasWritten) {
  write_all();
  take_the_name();
  damage(".out.part");
  EXPECT_FALSE(open().earlier_result());
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(JobOutputTest, ThatSomebodyTouchedIsNotUpToDate) {
  write_all();
  ASSERT_TRUE(open().earlier_result());
  fs::last_write_time(folder_ / "out", fs::last_write_time(folder_ / "out") + std::chrono::seconds(1));
  EXPECT_FALSE(open().earlier_result());
}

TEST_F(JobOutputTest, BeginsAnewWhereNothingWasReached) {
  {
    JobOutput output = open();
    output.records().write(kRecords);
    output.interrupt();
  }
  EXPECT_EQ(open().start().bytes, 0U);
  EXPECT_EQ(folder_.read(".out.part"), "");
}

TEST_F(JobOutputTest, OfAStreamIsNotResumed) {
  {
    JobOutput output = open();
    output.records().write(kRecords);
    output.reached({.input = 0, .frames = 1}, {.frames = 1});
  }
  try {
    JobOutput({.path = folder_ / "out", .description = {}, .rerun = Rerun::kResume, .is_repeatable = false});
    FAIL() << "reads a stream again";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.what(), HasSubstr("interrupted after 1 frames, and a stream cannot be read again"));
  }
  EXPECT_EQ(folder_.read(".out.part"), kRecords);
}

TEST_F(JobOutputTest, ThatIsNoFileKeepsNothing) {
  fs::create_symlink("/dev/null", folder_ / "out");
  JobOutput output = open();
  output.records().write(kRecords);
  output.reached({.input = 0, .frames = 1}, {});
  output.interrupt();
  EXPECT_FALSE(fs::exists(folder_ / ".out.journal"));
  EXPECT_THROW(open(Rerun::kResume), Error);
}

TEST_F(JobOutputTest, GoesOnOnlyWithWhatWasWritten) {
  {
    JobOutput output = open();
    output.records().write(kRecords);
    output.reached({.input = 0, .frames = 1}, {});
  }
  EXPECT_EQ(open(Rerun::kResume).start().bytes, kRecords.size());
  damage(".out.part");
  try {
    open(Rerun::kResume);
    FAIL() << "goes on with other records";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
    EXPECT_THAT(error.what(), HasSubstr("is no longer as it was; the earlier run cannot be resumed"));
  }
}

}  // namespace
}  // namespace mtcnn::test
