// Decodes each bomb in a process of its own, forked from one that has decoded a picture of every format, and prints
// what it costs: JSON, an object a line. With --write FOLDER, writes the bombs into files instead.

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "check/work.h"
#include "media/bombs.h"
#include "media/picture.h"
#include "mtcnn/error.h"

namespace mtcnn::test {
namespace {

/// A line of what Linux says of this process, in KiB.
long status_of_process(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::strtol(line.c_str() + name.size(), nullptr, 10);
  }
  return 0;
}

std::string outcome_of(const Bytes& encoded) try {
  return media::decode_picture(encoded).damage.empty() ? "ok" : "partial";
} catch (const Error& error) {
  return std::string(name(error.code()));
}

void decode_and_print(const EncodedPicture& bomb, std::string_view kind) {
  const long before = status_of_process("VmRSS:");
  const double start = milliseconds_of_work();
  const std::string outcome = outcome_of(bomb.bytes);
  const double elapsed = milliseconds_of_work() - start;
  const long most = status_of_process("VmHWM:");
  std::printf(R"({"name":"%s","kind":"%s","bytes":%zu,"outcome":"%s","ms":%.2f,"rss_growth_kib":%ld})"
              "\n",
              bomb.name.c_str(), std::string(kind).c_str(), bomb.bytes.size(), outcome.c_str(), elapsed, most - before);
  std::fflush(stdout);
}

bool measure(const std::vector<EncodedPicture>& bombs, std::string_view kind) {
  constexpr unsigned kSeconds = 60;
  bool all_ended = true;
  for (const EncodedPicture& bomb : bombs) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(kSeconds);
      decode_and_print(bomb, kind);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status == 0) continue;
    all_ended = false;
    std::printf(R"({"name":"%s","kind":"%s","outcome":"crashed","status":%d})"
                "\n",
                bomb.name.c_str(), std::string(kind).c_str(), status);
    std::fflush(stdout);
  }
  return all_ended;
}

void write(const std::vector<EncodedPicture>& bombs, const std::string& folder) {
  for (const EncodedPicture& bomb : bombs) {
    std::ofstream file(folder + "/" + bomb.name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bomb.bytes.data()), static_cast<std::streamsize>(bomb.bytes.size()));
  }
}

int run(const std::vector<std::string>& arguments) {
  const std::vector<EncodedPicture> of_size = bombs_of_size();
  const std::vector<EncodedPicture> hidden = hidden_bombs();
  if (arguments.size() == 2 && arguments[0] == "--write") {
    write(of_size, arguments[1]);
    write(hidden, arguments[1]);
    return 0;
  }
  for (const EncodedPicture& sample : all_samples()) media::decode_picture(sample.bytes);
  const bool sizes_ended = measure(of_size, "size");
  return measure(hidden, "hidden") && sizes_ended ? 0 : 1;
}

}  // namespace
}  // namespace mtcnn::test

int main(int count, char** arguments) { return mtcnn::test::run({arguments + 1, arguments + count}); }
