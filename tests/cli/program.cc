#include "cli/program.h"

#include <fcntl.h>
#include <pty.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "media/file_descriptor.h"

namespace mtcnn::test {
namespace {

using media::FileDescriptor;

/// A file without a name.
FileDescriptor temporary_file() {
  std::FILE* const file = std::tmpfile();
  if (file == nullptr) throw std::runtime_error("cannot make a temporary file");
  FileDescriptor descriptor(::fcntl(::fileno(file), F_DUPFD_CLOEXEC, 0));
  std::fclose(file);
  return descriptor;
}

FileDescriptor file_with(const std::string& content) {
  FileDescriptor file = temporary_file();
  if (::pwrite(file.number(), content.data(), content.size(), 0) != static_cast<ssize_t>(content.size())) {
    throw std::runtime_error("cannot write a temporary file");
  }
  return file;
}

std::string read_from_start(const FileDescriptor& file) {
  std::string content(static_cast<std::size_t>(::lseek(file.number(), 0, SEEK_END)), '\0');
  if (::pread(file.number(), content.data(), content.size(), 0) != static_cast<ssize_t>(content.size())) {
    throw std::runtime_error("cannot read a temporary file");
  }
  return content;
}

/// A pipe that nobody reads from any more.
FileDescriptor abandoned_pipe() {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("cannot make a pipe");
  ::close(ends[0]);
  return FileDescriptor(ends[1]);
}

/// Reads what is printed on a terminal until nobody has it open any more.
std::string read_terminal(const FileDescriptor& terminal) {
  std::string content;
  char buffer[4096];
  ssize_t count = 0;
  while ((count = ::read(terminal.number(), buffer, sizeof buffer)) > 0) {
    content.append(buffer, static_cast<std::size_t>(count));
  }
  return content;
}

pid_t start(const std::vector<std::string>& words, const std::string& folder, int input, int output, int errors) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  std::vector<char*> arguments(words.size() + 1, nullptr);
  std::ranges::transform(words, arguments.begin(),
                         [](const std::string& word) { return const_cast<char*>(word.c_str()); });
  pid_t process = 0;
  const int error = ::posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " + words[0]);
  return process;
}

}  // namespace

Outcome run_program(const std::vector<std::string>& words, const Surroundings& surroundings) {
  const FileDescriptor input = file_with(surroundings.input);
  const FileDescriptor output = surroundings.output_goes_nowhere ? abandoned_pipe() : temporary_file();
  FileDescriptor errors = temporary_file();
  FileDescriptor terminal(-1);
  if (surroundings.errors_go_to_a_terminal) {
    const winsize size = {.ws_row = 25, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
    int ours = -1;
    int theirs = -1;
    if (::openpty(&ours, &theirs, nullptr, nullptr, &size) != 0) throw std::runtime_error("cannot make a terminal");
    terminal = FileDescriptor(ours);
    errors = FileDescriptor(theirs);
  }

  const int output_number = surroundings.output_goes_there_too ? errors.number() : output.number();
  const pid_t process = start(words, surroundings.folder, input.number(), output_number, errors.number());
  Outcome outcome;
  if (terminal.is_open()) {
    ::close(errors.release());
    outcome.errors = read_terminal(terminal);
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  if (!surroundings.output_goes_nowhere) outcome.output = read_from_start(output);
  if (!terminal.is_open()) outcome.errors = read_from_start(errors);
  outcome.input_read = ::lseek(input.number(), 0, SEEK_CUR);
  return outcome;
}

std::string program_path() { return MTCNN_PROGRAM; }

Outcome run_mtcnn(std::vector<std::string> arguments, const Surroundings& surroundings) {
  arguments.insert(arguments.begin(), program_path());
  return run_program(arguments, surroundings);
}

}  // namespace mtcnn::test
