#include "cli/job/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "cli/job_settings.h"
#include "mtcnn/error.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using cli::Checkpoint;
using cli::EarlierRun;
using cli::JobDescription;
using cli::Journal;
using testing::ElementsAre;
using testing::HasSubstr;

const JobDescription kJob = {.settings = {{"--every", "2"}, {"--annotate", ""}},
                             .inputs = {{"a\nb.mp4", 1234, 5678}, {"none.mp4", 0, 0}}};

class JournalTest : public testing::Test {
 protected:
  Journal open() const { return Journal(folder_ / "out.jsonl"); }
  std::string content() const { return folder_.read(kFile); }
  void write(const std::string& content) const { folder_.write(kFile, content); }

  static Checkpoint checkpoint(std::size_t number) {
    Checkpoint checkpoint;
    checkpoint.position = {.input = number / 10, .frames = number % 10};
    checkpoint.totals.frames = number;
    checkpoint.bytes = 100 * number;
    checkpoint.checksum = 0xFEDCBA00U + static_cast<std::uint32_t>(number);
    return checkpoint;
  }

  /// A journal with so many checkpoints, a trouble before each.
  void write_job(std::size_t checkpoints) const {
    Journal journal = open();
    journal.begin(kJob);
    for (std::size_t number = 1; number <= checkpoints; ++number) {
      journal.note_trouble("trouble " + std::to_string(number));
      journal.note_checkpoint(checkpoint(number));
    }
  }

  /// Lines of a journal, each behind its checksum.
  static std::string content_of_lines(const std::vector<std::string>& lines) {
    std::string content;
    for (const std::string& line : lines) {
      char digits[9] = {};
      std::snprintf(digits, sizeof digits, "%08lx",
                    ::crc32_z(0, reinterpret_cast<const Bytef*>(line.data()), line.size()));
      content += std::string(digits) + " " + line + "\n";
    }
    return content;
  }

  /// What is read is what was written up to some checkpoint, or it is refused.
  void expect_never_wrong(const std::string& content) const {
    write(content);
    std::optional<EarlierRun> run;
    try {
      run = open().earlier_run();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
      return;
    }
    if (!run) return;
    EXPECT_EQ(run->description, kJob);
    EXPECT_FALSE(run->result);
    const std::size_t number = run->checkpoint.totals.frames;
    const Checkpoint expected = number == 0 ? Checkpoint() : checkpoint(number);
    EXPECT_EQ(run->checkpoint.position, expected.position);
    EXPECT_EQ(run->checkpoint.bytes, expected.bytes);
    EXPECT_EQ(run->checkpoint.checksum, expected.checksum);
    EXPECT_EQ(run->troubles.size(), number);
  }

  static constexpr const char* kFile = ".out.jsonl.journal";
  TemporaryFolder folder_;
};

TEST_F(JournalTest, IsEmptyAtFirst) { EXPECT_FALSE(open().earlier_run()); }

TEST_F(JournalTest, TellsHowFarARunCame) {
  write_job(12);
  const std::optional<EarlierRun> run = open().earlier_run();
  ASSERT_TRUE(run);
  EXPECT_EQ(run->description, kJob);
  EXPECT_EQ(run->checkpoint.position, (cli::JobPosition{.input = 1, .frames = 2}));
  EXPECT_EQ(run->checkpoint.bytes, 1200U);
  EXPECT_EQ(run->troubles.size(), 12U);
  EXPECT_FALSE(run->result);
}

TEST_F(JournalTest, TellsWhatAJobCameTo) {
  write_job(3);
  cli::Totals totals;
  totals.frames = 7;
  totals.corrupt_frames = 2;
  open().note_result({.totals = totals, .bytes = 700, .modified = 1234567890123456789});
  const std::optional<EarlierRun> run = open().earlier_run();
  ASSERT_TRUE(run && run->result);
  EXPECT_EQ(run->result->bytes, 700U);
  EXPECT_EQ(run->result->modified, 1234567890123456789);
  EXPECT_EQ(run->result->totals.frames, 7U);
  EXPECT_EQ(run->result->totals.corrupt_frames, 2U);
}

TEST_F(JournalTest, KeepsTroublesThatAreNotUtf8) {
  write_job(0);
  {
    Journal journal = open();
    journal.note_trouble("bad\xFFname.png: there is no such file");
    journal.note_checkpoint(checkpoint(1));
  }
  EXPECT_THAT(open().earlier_run()->troubles, ElementsAre("bad\uFFFDname.png: there is no such file"));
}

TEST_F(JournalTest, TakesNoNumbersThatNoRunWrites) {
  const std::string begun = content_of_lines({R"(["mtcnn-turbo journal",2])", R"(["begin"])"});
  const auto bytes_of_checkpoint = [&](const std::string& numbers) {
    write(begun + content_of_lines({"[\"checkpoint\"," + numbers + "]"}));
    return open().earlier_run()->checkpoint.bytes;
  };
  const std::string totals = ",1,0,0,0,0,0,0,0,0,0,0,0";
  EXPECT_EQ(bytes_of_checkpoint("1,2" + totals + ",3,4"), 3U);
  EXPECT_EQ(bytes_of_checkpoint("1,2" + totals + ",3"), 0U);
  EXPECT_EQ(bytes_of_checkpoint("1,-2" + totals + ",3,4"), 0U);
  EXPECT_EQ(bytes_of_checkpoint("1,2.5" + totals + ",3,4"), 0U);
  for (const char* numbers : {",-3,4", ",3,4294967296", ",1e30,4", ",\"3\",4", ",[3],4", ",null,4"}) {
    EXPECT_EQ(bytes_of_checkpoint("1,2" + totals + numbers), 0U) << numbers;
  }
}

TEST_F(JournalTest, TakesNoLinesInAnOrderThatNoRunWrites) {
  const std::string job = content_of_lines({R"(["mtcnn-turbo journal",2])", R"(["setting","--every","2"])"});
  const std::string begin = content_of_lines({R"(["begin"])"});
  const std::string later = content_of_lines({R"(["setting","--track",""])"});
  const std::string checkpoint = content_of_lines({R"(["checkpoint",1,2,1,0,0,0,0,0,0,0,0,0,0,0,3,4])"});
  write(job + begin + later + checkpoint);
  EXPECT_EQ(open().earlier_run()->description.settings.size(), 1U);
  EXPECT_EQ(open().earlier_run()->checkpoint.bytes, 0U);
  write(job + checkpoint + begin);
  EXPECT_THROW(open().earlier_run(), Error);
}

TEST_F(JournalTest, EndsWhereALineIsTooShort) {
  const std::string begun = content_of_lines({R"(["mtcnn-turbo journal",2])", R"(["begin"])"});
  const std::string checkpoint = content_of_lines({R"(["checkpoint",1,2,1,0,0,0,0,0,0,0,0,0,0,0,3,4])"});
  for (const std::string line : {"", "00000000"}) {
    write(begun + line + "\n" + checkpoint);
    EXPECT_EQ(open().earlier_run()->checkpoint.bytes, 0U) << line;
  }
}

TEST_F(JournalTest, ThatIsNoFileIsRefused) {
  ASSERT_EQ(::mkfifo((folder_ / kFile).c_str(), 0600), 0);
  Journal journal = open();
  for (const auto& use : std::vector<std::function<void()>>{[&] { journal.earlier_run(); },
                                                            [&] { journal.begin(kJob); }, [&] { journal.go_on(); }}) {
    try {
      use();
      ADD_FAILURE() << "it was used";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUnwritable);
      EXPECT_THAT(error.what(), HasSubstr("out.jsonl: its journal, "));
    }
  }
}

TEST_F(JournalTest, GoesOnAfterTheLastCheckpoint) {
  write_job(2);
  {
    Journal journal = open();
    journal.note_trouble("of frames that come again");
    journal.go_on();
    journal.note_trouble("trouble 3");
    journal.note_checkpoint(checkpoint(3));
  }
  EXPECT_THAT(open().earlier_run()->troubles, ElementsAre("trouble 1", "trouble 2", "trouble 3"));
}

TEST_F(JournalTest, BeginsAnew) {
  write_job(2);
  open().begin({});
  const std::optional<EarlierRun> run = open().earlier_run();
  ASSERT_TRUE(run);
  EXPECT_EQ(run->description, JobDescription());
  EXPECT_EQ(run->checkpoint.position, cli::JobPosition());
}

TEST_F(JournalTest, IsForOneRunAtATime) {
  const Journal first = open();
  try {
    open();
    FAIL() << "two have it";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnwritable);
    EXPECT_THAT(error.what(), HasSubstr("out.jsonl: another run is writing to it"));
  }
}

TEST_F(JournalTest, CutAnywhereIsNeverWrong) {
  write_job(4);
  const std::string whole = content();
  for (std::size_t size = 0; size < whole.size(); ++size) expect_never_wrong(whole.substr(0, size));
}

TEST_F(JournalTest, WithAnyBitFlippedIsNeverWrong) {
  write_job(4);
  const std::string whole = content();
  std::mt19937 random(1);
  for (int flip = 0; flip < 1000; ++flip) {
    std::string flipped = whole;
    flipped[random() % whole.size()] ^= static_cast<char>(1 << random() % 8);
    expect_never_wrong(flipped);
  }
}

TEST_F(JournalTest, OfAnotherVersionIsRefused) {
  folder_.write(kFile, "e3069283 [\"another program\",9]\n00000000 []\n");
  EXPECT_THROW(open().earlier_run(), Error);
}

TEST(JobDescription, NamesWhatDiffers) {
  EXPECT_EQ(difference(kJob, kJob), "");
  JobDescription now = kJob;
  now.settings[0].second = "3";
  EXPECT_EQ(difference(kJob, now), "--every was 2");
  now = kJob;
  now.settings[1].second = "drawn";
  EXPECT_EQ(difference(kJob, now), "--annotate was not given");
  now = kJob;
  now.settings.emplace_back("--new", "");
  EXPECT_EQ(difference(kJob, now), "--new was not known");
  now = kJob;
  now.inputs[0].modified = 1;
  EXPECT_EQ(difference(kJob, now), "a\nb.mp4 has changed since");
  now = kJob;
  now.inputs.pop_back();
  EXPECT_EQ(difference(kJob, now), "none.mp4 was an input");
  now.inputs.push_back({"other.mp4", 0, 0});
  now.inputs.push_back({"more.mp4", 0, 0});
  EXPECT_EQ(difference(kJob, now), "none.mp4 was an input");
  now.inputs[1].path = "none.mp4";
  EXPECT_EQ(difference(kJob, now), "more.mp4 was not among the inputs");
}

TEST(JobDescription, HasTheLibraryOfOnnxRuntimeWhereItIsUsed) {
  const TemporaryFolder folder;
  const std::string library = folder / "library.so";
  cli::DetectArguments arguments;
  arguments.detector.onnxruntime.library = library;
  const auto with_library_of = [&](const std::string& bytes) {
    folder.write("library.so", bytes);
    return cli::describe_job(arguments, {});
  };
  EXPECT_EQ(difference(with_library_of("1"), with_library_of("22")), "");
  arguments.detector.backend = "onnxruntime";
  EXPECT_THAT(difference(with_library_of("1"), with_library_of("22")),
              testing::StartsWith("--onnxruntime was " + library + " of 1 bytes"));
}

}  // namespace
}  // namespace mtcnn::test
