#include "media/file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <functional>

#include "media/file_descriptor.h"
#include "mtcnn/error.h"
#include "support/temporary_folder.h"

namespace mtcnn::test {
namespace {

using media::read_file;
using media::read_file_beginning;
using testing::HasSubstr;
using testing::StartsWith;

std::string text(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

/// Both functions that read a path refuse it alike.
void expect_refused(const std::string& path, ErrorCode code, const std::string& reason) {
  const std::function<void()> readers[] = {[&] { read_file(path); }, [&] { read_file_beginning(path, 4); }};
  for (const auto& read : readers) {
    try {
      read();
      ADD_FAILURE() << path << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(name(error.code()), name(code));
      EXPECT_EQ(error.stage(), ErrorStage::kRead);
      EXPECT_THAT(error.what(), StartsWith(path + ": "));
      EXPECT_THAT(error.what(), HasSubstr(reason));
    }
  }
}

TEST(File, IsReadWhole) {
  const TemporaryFolder folder;
  EXPECT_EQ(text(read_file(folder.write("one", "x"))), "x");
  const std::string large(300000, 'y');
  EXPECT_EQ(text(read_file(folder.write("large", large))), large);
}

TEST(File, WhoseSizeIsNotKnownIsReadWhole) {
  // The kernel makes its content while it is read, and calls its size 0.
  EXPECT_THAT(text(read_file("/proc/self/status")), HasSubstr("VmRSS"));
}

TEST(File, BeginningIsReadAsFarAsItGoes) {
  const TemporaryFolder folder;
  const std::string path = folder.write("file", "0123456789");
  EXPECT_EQ(text(read_file_beginning(path, 4)), "0123");
  EXPECT_EQ(text(read_file_beginning(path, 40)), "0123456789");
}

TEST(File, ThatIsMissingIsRefused) {
  const TemporaryFolder folder;
  const std::string file = folder.write("file", "x");
  expect_refused(folder / "none", ErrorCode::kNotFound, "there is no such file");
  expect_refused(file + "/below", ErrorCode::kNotFound, "there is no such file");
  expect_refused("", ErrorCode::kNotFound, "there is no such file");
}

TEST(File, ThatIsEmptyIsRefused) {
  const TemporaryFolder folder;
  expect_refused(folder.write("empty", ""), ErrorCode::kEmpty, "is empty");
}

TEST(File, ThatCannotBeReadIsRefusedWithTheSystemsReason) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("loop", folder / "loop");
  expect_refused(folder / "loop", ErrorCode::kUnreadable, "Too many levels of symbolic links");
  expect_refused(folder / std::string(300, 'n'), ErrorCode::kUnreadable, "File name too long");
}

TEST(File, WithoutPermissionIsRefused) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TemporaryFolder folder;
  const std::string path = folder.write("secret", "x");
  ASSERT_EQ(::chmod(path.c_str(), 0), 0);
  expect_refused(path, ErrorCode::kUnreadable, "Permission denied");
}

// None of these may wait for somebody to write, and reading a device can go on for ever.
TEST(File, ThatIsNoneIsRefused) {
  const TemporaryFolder folder;
  expect_refused(folder.path(), ErrorCode::kUnsupported, "is a folder");
  expect_refused("/dev/zero", ErrorCode::kUnsupported, "is a device");

  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  expect_refused(folder / "pipe", ErrorCode::kUnsupported, "is a pipe");

  const media::FileDescriptor listener(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string socket_path = folder / "socket";
  std::strncpy(address.sun_path, socket_path.c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(listener.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  expect_refused(socket_path, ErrorCode::kUnsupported, "is a socket");
}

TEST(File, ThatIsTooLargeIsRefusedBeforeItIsRead) {
  const TemporaryFolder folder;
  const std::string path = folder.write("huge", "");
  std::filesystem::resize_file(path, media::kMaxFileBytes + 1);  // a hole, which takes no room
  try {
    read_file(path);
    FAIL() << "it was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kLimit);
    EXPECT_THAT(error.what(), HasSubstr("more than the 1073741824 bytes that are read"));
    EXPECT_EQ(error.details().limit, 1073741824);
    EXPECT_EQ(error.details().actual, 1073741825);
  }
  EXPECT_EQ(read_file_beginning(path, 3).size(), 3);
}

TEST(File, ExactlyAtTheLimitIsRead) {
  const TemporaryFolder folder;
  const std::string path = folder.write("file", "0123456789");
  EXPECT_EQ(read_file(path, 10).size(), 10);
  EXPECT_THROW(read_file(path, 9), Error);
}

/// Standard input comes from a file for as long as this lives.
class ReplacedStandardInput {
 public:
  explicit ReplacedStandardInput(const std::string& path) : saved_(::dup(STDIN_FILENO)) {
    const media::FileDescriptor file(::open(path.c_str(), O_RDONLY));
    if (!file.is_open()) throw std::runtime_error("cannot read " + path);
    ::dup2(file.number(), STDIN_FILENO);
  }
  ~ReplacedStandardInput() { ::dup2(saved_.number(), STDIN_FILENO); }

 private:
  media::FileDescriptor saved_;
};

TEST(StandardInput, IsReadToItsEnd) {
  const TemporaryFolder folder;
  const std::string content(200000, 'z');
  const ReplacedStandardInput replaced(folder.write("input", content));
  EXPECT_EQ(text(media::read_standard_input()), content);
}

TEST(StandardInput, HasALimit) {
  const TemporaryFolder folder;
  const std::string path = folder.write("input", std::string(1000, 'z'));
  {
    const ReplacedStandardInput replaced(path);
    EXPECT_EQ(media::read_standard_input(1000).size(), 1000);
  }
  const ReplacedStandardInput replaced(path);
  try {
    media::read_standard_input(999);
    FAIL() << "it was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kLimit);
    EXPECT_THAT(error.what(), StartsWith("standard input: "));
  }
}

TEST(StandardInput, ThatIsEmptyIsRefused) {
  const ReplacedStandardInput replaced("/dev/null");
  try {
    media::read_standard_input();
    FAIL() << "it was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kEmpty);
  }
}

TEST(WriteFile, TakesThePlaceOfWhatIsThere) {
  const TemporaryFolder folder;
  folder.write("file", "something long");
  media::write_file(folder / "file", {'n', 'e', 'w'});
  EXPECT_EQ(folder.read("file"), "new");
}

TEST(FileIdentity, TellsWhetherPathsNameTheSameFile) {
  const TemporaryFolder folder;
  const std::string file = folder.write("file", "x");
  const std::string other = folder.write("other", "x");
  std::filesystem::create_symlink(file, folder / "link");
  EXPECT_EQ(media::file_identity(file), media::file_identity(folder / "link"));
  EXPECT_NE(media::file_identity(file), media::file_identity(other));
  EXPECT_EQ(media::file_identity(folder / "none"), std::nullopt);
}

}  // namespace
}  // namespace mtcnn::test
