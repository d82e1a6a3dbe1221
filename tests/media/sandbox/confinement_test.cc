#include "media/sandbox/confinement.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <string>
#include <thread>

#include "media/sandbox/shared_memory.h"
#include "mtcnn/error.h"
#include "support/sanitizers.h"

namespace mtcnn::test {
namespace {

constexpr int kRefused = 40;
constexpr int kDone = 41;
constexpr int kNotConfined = 42;

/// What comes of a deed in a process that is confined: an exit code, or the number of a signal below zero.
int outcome_of(const std::function<bool()>& deed) {
  const pid_t process = ::fork();
  if (process == 0) {
    try {
      media::confine({});
    } catch (const Error&) {
      ::_exit(kNotConfined);
    }
    ::_exit(deed() ? kDone : kRefused);
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

TEST(Confinement, LeavesMemoryAndThreads) {
  EXPECT_EQ(outcome_of([] {
              int sum = 0;
              std::thread([&] { sum = static_cast<int>(std::string(100000, 'x').size()); }).join();
              const media::FileDescriptor file = media::memory_file(4096);
              return sum == 100000 && media::SharedMemory::of_new_file(file, 4096).data()[4095] == 0;
            }),
            kDone);
}

TEST(Confinement, RefusesFiles) {
  for (const char* const path : {"/etc/passwd", "/proc/self/mem", "/dev/null", "/tmp"}) {
    EXPECT_EQ(outcome_of([&] { return ::open(path, O_RDONLY) >= 0 || errno != EACCES; }), kRefused) << path;
  }
  EXPECT_EQ(outcome_of([] { return ::open("/tmp/mtcnn-escaped", O_WRONLY | O_CREAT, 0600) >= 0; }), kRefused);
  EXPECT_EQ(outcome_of([] { return ::unlink("/tmp/mtcnn-no-such-file") == 0; }), -SIGSYS);
  EXPECT_EQ(outcome_of([] { return ::mkdir("/tmp/mtcnn-escaped", 0700) == 0; }), -SIGSYS);
}

TEST(Confinement, EndsWhoeverTriesSockets) {
  for (const int family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK}) {
    EXPECT_EQ(outcome_of([=] { return ::socket(family, SOCK_STREAM, 0) >= 0; }), -SIGSYS) << family;
  }
}

TEST(Confinement, EndsWhoeverTriesPrograms) {
  EXPECT_EQ(outcome_of([] {
              std::string program = "/bin/true";
              char* const arguments[] = {program.data(), nullptr};
              return ::execve(program.c_str(), arguments, nullptr) == 0;
            }),
            -SIGSYS);
}

TEST(Confinement, EndsWhoeverTriesProcesses) {
  EXPECT_EQ(outcome_of([] { return ::syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr) >= 0; }), -SIGSYS);
  EXPECT_EQ(outcome_of([] { return ::kill(::getppid(), 0) == 0; }), -SIGSYS);
  EXPECT_EQ(outcome_of([] { return ::syscall(SYS_tgkill, 1, 1, 0) == 0; }), -SIGSYS);
  EXPECT_EQ(outcome_of([] { return ::syscall(SYS_ptrace, 0, 0, 0, 0) == 0; }), -SIGSYS);
  EXPECT_EQ(outcome_of([] { return ::syscall(SYS_clone3, nullptr, 0) >= 0 || errno != ENOSYS; }), kRefused);
}

TEST(Confinement, EndsWhoeverTriesExecutableMemory) {
  EXPECT_EQ(outcome_of([] {
              return ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
            }),
            -SIGSYS);
}

TEST(Confinement, EndsWhoeverTriesMemoryThatMayBeGone) {
  EXPECT_EQ(outcome_of([] { return ::memfd_create("huge", MFD_HUGETLB | MFD_ALLOW_SEALING) >= 0; }), -SIGSYS);
}

TEST(Confinement, CannotBeTakenBack) {
  EXPECT_EQ(outcome_of([] { return ::prctl(PR_SET_DUMPABLE, 1) == 0; }), kRefused);
  const rlimit more = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
  EXPECT_EQ(outcome_of([&] { return ::setrlimit(RLIMIT_DATA, &more) == 0; }), kRefused);
}

TEST(Confinement, EndsAbortsAsTheyAre) {
  EXPECT_EQ(outcome_of([]() -> bool {
              ::raise(SIGABRT);
              return true;
            }),
            -SIGABRT);
}

TEST(Confinement, LimitsMemory) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer answers for itself where memory ends";
  constexpr std::size_t kFar = std::size_t{16} << 30;
  EXPECT_EQ(outcome_of([] {
              return ::mmap(nullptr, kFar, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
            }),
            kRefused);
}

}  // namespace
}  // namespace mtcnn::test
