// A system that fails: loaded into the program before the system's own library (LD_PRELOAD), it lets one call in main,
// or that one and all after it, fail. Told by the environment:
//
//   FAILING_CALL    memory, write, sync, rename, open, thread; lock, truncate or read, which only journals ask for
//   FAILING_NUMBER  the first call that fails, counted from 1
//   FAILING_ERROR   what it fails with, a number of errno.h; of a write also "short", which writes half of the bytes
//   FAILING_ALWAYS  set: all calls after it fail too
//   FAILING_LOG     a file, to which go these lines:
//                   "failed FILE" for the first call that fails: the program or library that asked for it
//                   "ended FILE" where the program crashed or was aborted: where it was then
//                   "calls NUMBER" at the end of main
//
// Only calls between the beginning and the end of main count: what runs before and after is the system's.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static const char* failing_call = "";
static long failing_number;
static int failing_error;
static bool is_short;
static bool is_always;
static const char* log_path;

static atomic_bool is_active;
static atomic_long calls;

// Not through our own calls, which may be those that fail.
static void log_line(const char* line) {
  const long file = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return;
  syscall(SYS_write, file, line, strlen(line));
  syscall(SYS_close, file);
}

// The program or library that is running, beyond those that do what others ask for.
static const char* running_file(void) {
  void* addresses[64];
  const int count = backtrace(addresses, sizeof(addresses) / sizeof(addresses[0]));
  for (int index = 0; index < count; ++index) {
    Dl_info place;
    if (dladdr(addresses[index], &place) == 0 || place.dli_fname == NULL) continue;
    const char* const slash = strrchr(place.dli_fname, '/');
    const char* const file = slash == NULL ? place.dli_fname : slash + 1;
    if (strncmp(file, "failing_calls", 13) == 0 || strncmp(file, "libc.so", 7) == 0 ||
        strncmp(file, "libstdc++", 9) == 0 || strncmp(file, "libgcc_s", 8) == 0 || strncmp(file, "libavutil", 9) == 0) {
      continue;
    }
    return file;
  }
  return "an unknown place";
}

static void log_running_file(const char* what) {
  char line[256];
  snprintf(line, sizeof(line), "%s %s\n", what, running_file());
  log_line(line);
}

static bool is_failing(const char* call) {
  if (!is_active || strcmp(call, failing_call) != 0) return false;
  const long number = ++calls;
  if (is_always ? number < failing_number : number != failing_number) return false;
  if (number == failing_number) log_running_file("failed");
  errno = failing_error;
  return true;
}

// Memory. The names with __libc are those of the GNU C library for what it would do itself.

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);

void* malloc(size_t size) { return is_failing("memory") ? NULL : __libc_malloc(size); }

void* calloc(size_t count, size_t size) { return is_failing("memory") ? NULL : __libc_calloc(count, size); }

void* realloc(void* memory, size_t size) { return is_failing("memory") ? NULL : __libc_realloc(memory, size); }

void* memalign(size_t alignment, size_t size) { return is_failing("memory") ? NULL : __libc_memalign(alignment, size); }

void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void** memory, size_t alignment, size_t size) {
  void* const given = memalign(alignment, size);
  if (given == NULL) return ENOMEM;
  *memory = given;
  return 0;
}

// Files. Of writes only those to files count: messages through a pipe are how a failure is told.

static bool is_file(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

ssize_t write(int descriptor, const void* bytes, size_t count) {
  if (is_file(descriptor) && is_failing("write")) {
    if (!is_short) return -1;
    count = (count + 1) / 2;
  }
  return syscall(SYS_write, descriptor, bytes, count);
}

int fsync(int descriptor) { return is_failing("sync") ? -1 : (int)syscall(SYS_fsync, descriptor); }

int fdatasync(int descriptor) { return is_failing("sync") ? -1 : (int)syscall(SYS_fdatasync, descriptor); }

int flock(int descriptor, int operation) {
  return is_failing("lock") ? -1 : (int)syscall(SYS_flock, descriptor, operation);
}

int ftruncate(int descriptor, off_t size) {
  return is_failing("truncate") ? -1 : (int)syscall(SYS_ftruncate, descriptor, size);
}

ssize_t pread(int descriptor, void* bytes, size_t count, off_t offset) {
  return is_failing("read") ? -1 : syscall(SYS_pread64, descriptor, bytes, count, offset);
}

int rename(const char* from, const char* to) {
  return is_failing("rename") ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int open_at(int folder, const char* path, int flags, va_list more) {
  const mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  return is_failing("open") ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const int file = open_at(AT_FDCWD, path, flags, more);
  va_end(more);
  return file;
}

int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const int file = open_at(AT_FDCWD, path, flags, more);
  va_end(more);
  return file;
}

int openat(int folder, const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const int file = open_at(folder, path, flags, more);
  va_end(more);
  return file;
}

// Threads.

typedef int CreateThread(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*), void* argument) {
  static CreateThread* create;
  if (create == NULL) *(void**)&create = dlsym(RTLD_NEXT, "pthread_create");
  return is_failing("thread") ? failing_error : create(thread, attributes, work, argument);
}

// The beginning and the end.

typedef int Main(int, char**, char**);
static Main* program;

static void tell_end(int signal_number) {
  is_active = false;
  log_running_file("ended");
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static int main_of_program(int argument_count, char** arguments, char** environment) {
  signal(SIGABRT, tell_end);
  signal(SIGSEGV, tell_end);
  void* address;
  backtrace(&address, 1);  // loads what it needs the first time
  is_active = true;
  const int exit_code = program(argument_count, arguments, environment);
  is_active = false;
  char line[32];
  snprintf(line, sizeof(line), "calls %ld\n", (long)calls);
  log_line(line);
  return exit_code;
}

static const char* setting(const char* name) {
  const char* const value = getenv(name);
  return value == NULL ? "" : value;
}

typedef int StartMain(Main*, int, char**, void (*)(void), void (*)(void), void (*)(void), void*);

int __libc_start_main(Main* main, int argument_count, char** arguments, void (*begin)(void), void (*end)(void),
                      void (*end_of_loader)(void), void* stack_end) {
  StartMain* start;
  *(void**)&start = dlsym(RTLD_NEXT, "__libc_start_main");
  program = main;
  failing_call = setting("FAILING_CALL");
  failing_number = atol(setting("FAILING_NUMBER"));
  failing_error = atoi(setting("FAILING_ERROR"));
  is_short = strcmp(setting("FAILING_ERROR"), "short") == 0;
  is_always = getenv("FAILING_ALWAYS") != NULL;
  log_path = setting("FAILING_LOG");
  return start(main_of_program, argument_count, arguments, begin, end, end_of_loader, stack_end);
}
