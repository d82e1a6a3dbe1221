#include "media/sandbox/confinement.h"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>

#include "media/sandbox/protocol.h"
#include "media/sandbox/shared_memory.h"
#include "mtcnn/error.h"

namespace mtcnn::media {
namespace {

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

[[noreturn]] void fail(const std::string& what, int system_error) {
  throw Error(ErrorCode::kUnsupported, ErrorStage::kOptions,
              "there is no sandbox on this system: " + what + ": " + std::generic_category().message(system_error),
              {.input = "--sandbox"});
}

void check(int result, const std::string& what) {
  if (result < 0) fail(what, -result);
}

/// What a process may do that computes on what it has.
constexpr int kAllowed[] = {
    // files that are open
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(dup2),
    SCMP_SYS(dup3),
    // the connection to the program
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),
    // memory; what is executable is not among it (see below)
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(ftruncate),
    // threads
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sched_yield),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(restart_syscall),
    // time, chance and the number of cores
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sysinfo),
    SCMP_SYS(getcpu),
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    // A sanitizer asks a pipe whether memory can be read before it looks at an object's type.
    SCMP_SYS(pipe),
    SCMP_SYS(pipe2),
#endif
#endif
};

/// What libraries try, and live without.
constexpr int kRefused[] = {SCMP_SYS(open),
                            SCMP_SYS(openat),
                            SCMP_SYS(access),
                            SCMP_SYS(faccessat),
                            SCMP_SYS(faccessat2),
                            SCMP_SYS(stat),
                            SCMP_SYS(lstat),
                            SCMP_SYS(fstat),
                            SCMP_SYS(newfstatat),
                            SCMP_SYS(statx),
                            SCMP_SYS(readlink),
                            SCMP_SYS(readlinkat),
                            SCMP_SYS(getcwd),
                            SCMP_SYS(ioctl),
                            SCMP_SYS(uname),
                            SCMP_SYS(prlimit64),
                            SCMP_SYS(getrlimit),
                            SCMP_SYS(getrusage),
                            SCMP_SYS(sched_setaffinity),
                            SCMP_SYS(getpriority),
                            SCMP_SYS(setpriority),
                            SCMP_SYS(sched_getparam),
                            SCMP_SYS(sched_getscheduler),
                            SCMP_SYS(get_mempolicy),
                            SCMP_SYS(getuid),
                            SCMP_SYS(geteuid),
                            SCMP_SYS(getgid),
                            SCMP_SYS(getegid)};

void allow_where(scmp_filter_ctx filter, int call, const scmp_arg_cmp& condition) {
  check(seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition), "seccomp");
}

void forbid_all_else() {
  const Filter filter(seccomp_init(SCMP_ACT_KILL_PROCESS), &seccomp_release);
  if (!filter) fail("seccomp", ENOSYS);
  for (const int call : kAllowed) check(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0), "seccomp");
  for (const int call : kRefused) check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EACCES), call, 0), "seccomp");

  constexpr scmp_datum_t kExecutable = PROT_EXEC;
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    allow_where(filter.get(), call, SCMP_A2(SCMP_CMP_MASKED_EQ, kExecutable, 0));
  }
  // Threads and no processes. The newer call hides its flags in memory; where there is none, the older one is used.
  allow_where(filter.get(), SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0), "seccomp");
  // Memory of other kinds may be gone when the program reads it.
  allow_where(filter.get(), SCMP_SYS(memfd_create), SCMP_A1(SCMP_CMP_EQ, kMemoryFileFlags));
  // For `abort`.
  allow_where(filter.get(), SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
  for (const int command : {F_ADD_SEALS, F_GETFD, F_SETFD, F_GETFL}) {
    allow_where(filter.get(), SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, static_cast<scmp_datum_t>(command)));
  }
  allow_where(filter.get(), SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
  check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EACCES), SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_NE, PR_SET_NAME)),
        "seccomp");

  check(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1), "seccomp");
  check(seccomp_load(filter.get()), "seccomp");
}

void limit(decltype(RLIMIT_DATA) resource, rlim_t most) {
  rlimit current = {};
  if (::getrlimit(resource, &current) != 0) fail("getrlimit", errno);
  current.rlim_max = std::min(current.rlim_max, most);
  current.rlim_cur = std::min(current.rlim_cur, current.rlim_max);
  if (::setrlimit(resource, &current) != 0) fail("setrlimit", errno);
}

/// Of memory that the process may write to. What it has before anything was decoded differs: sanitizers take terabytes.
rlim_t data_bytes() {
  std::ifstream pages_in_use("/proc/self/statm");
  rlim_t pages = 0;
  for (int field = 0; field < 6; ++field) pages_in_use >> pages;  // the sixth are data and stack
  if (!pages_in_use) fail("/proc/self/statm", EIO);
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

void confine(const PictureLimits& limits) {
  constexpr rlim_t kForAPixel = 24;  // decoders keep 16 bits of four colours, and a frame or two besides
  constexpr rlim_t kBesides = rlim_t{1} << 30;
  constexpr rlim_t kFileBytesForAPixel = 4;
  constexpr rlim_t kMostFiles = 2 * kMostSlots;  // a slot's is open until the program knows it
  const auto pixels = static_cast<rlim_t>(limits.max_pixels);
  limit(RLIMIT_DATA, data_bytes() + kBesides + kForAPixel * pixels);
  limit(RLIMIT_FSIZE, kBesides + kFileBytesForAPixel * pixels);
  limit(RLIMIT_NOFILE, kMostFiles);
  limit(RLIMIT_CORE, 0);
  if (::prctl(PR_SET_DUMPABLE, 0) != 0) fail("prctl", errno);
  forbid_all_else();
}

}  // namespace mtcnn::media
