// Journals of any bytes: refused, or read as no more than their undamaged lines say. The first byte chooses whether the
// rest is the file, or lines that still lack their checksums.

#include "cli/job/journal.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "input.h"
#include "mtcnn/error.h"
#include "support/temporary_folder.h"

namespace mtcnn::fuzz {
namespace {

using cli::Checkpoint;
using cli::EarlierRun;
using cli::Journal;

constexpr const char* kFile = ".out.journal";
constexpr std::size_t kChecksumDigits = 8;

/// As src/cli/job/journal.h describes a line, told once more so that the two are compared.
std::string checksum_of(std::string_view text) {
  char digits[kChecksumDigits + 1] = {};
  std::snprintf(digits, sizeof(digits), "%08lx",
                ::crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size()));
  return digits;
}

std::string with_checksums(std::string_view lines) {
  std::string result;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    result += checksum_of(line) + " " + std::string(line) + "\n";
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
  }
  return result;
}

/// The first lines whose checksums are right.
std::string undamaged_lines(const std::string& content) {
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = content.find('\n', begin)) != std::string::npos; begin = end + 1) {
    const std::string_view line = std::string_view(content).substr(begin, end - begin);
    if (line.size() <= kChecksumDigits || line[kChecksumDigits] != ' ') break;
    // Hexadecimal digits of either case are read.
    std::string digits(line.substr(0, kChecksumDigits));
    for (char& digit : digits) digit = digit >= 'A' && digit <= 'F' ? static_cast<char>(digit - 'A' + 'a') : digit;
    if (digits != checksum_of(line.substr(kChecksumDigits + 1))) break;
  }
  return content.substr(0, begin);
}

/// In memory where the system has a folder there: a journal waits for its disk, several times a unit.
std::filesystem::path fast_folder() {
  const std::filesystem::path in_memory = "/dev/shm";
  return std::filesystem::is_directory(in_memory) ? in_memory : std::filesystem::temp_directory_path();
}

class JournalFile {
 public:
  void write(const std::string& content) const { folder_.write(kFile, content); }
  std::string content() const { return folder_.read(kFile); }
  Journal open() const { return Journal(folder_ / "out"); }

  /// None where it is refused, too.
  std::optional<EarlierRun> earlier_run() const {
    try {
      return open().earlier_run();
    } catch (const Error& error) {
      require(error.code() == ErrorCode::kCorrupt && error.stage() == ErrorStage::kWrite,
              "a journal is refused: " + std::string(error.what()));
      return std::nullopt;
    }
  }

 private:
  test::TemporaryFolder folder_{fast_folder()};
};

bool is_same(const cli::Totals& a, const cli::Totals& b) {
  return a.frames == b.frames && a.frames_without_face == b.frames_without_face && a.faces == b.faces &&
         a.partial == b.partial && a.errors == b.errors && a.failed_records == b.failed_records &&
         a.skipped == b.skipped && a.dropped_frames == b.dropped_frames && a.damaged_clips == b.damaged_clips &&
         a.expected_frames == b.expected_frames && a.decoded_frames == b.decoded_frames &&
         a.corrupt_frames == b.corrupt_frames;
}

bool is_same(const Checkpoint& a, const Checkpoint& b) {
  return a.position == b.position && a.bytes == b.bytes && a.checksum == b.checksum && is_same(a.totals, b.totals);
}

bool is_same(const EarlierRun& a, const EarlierRun& b) {
  return a.description == b.description && is_same(a.checkpoint, b.checkpoint) && a.troubles == b.troubles;
}

/// What comes behind the last undamaged line must not matter.
void check_damage_is_ignored(const JournalFile& file, const std::string& content, const EarlierRun& run) {
  file.write(undamaged_lines(content));
  const std::optional<EarlierRun> of_lines = file.earlier_run();
  require(of_lines && is_same(*of_lines, run) && of_lines->result.has_value() == run.result.has_value(),
          "what is read is not what the undamaged lines say");
}

/// A run that goes on keeps whole lines, up to one that says how far the job was, and reads the same from them.
void check_going_on(const JournalFile& file, const std::string& content, const EarlierRun& run) {
  file.write(content);
  file.open().go_on();
  const std::string kept = file.content();
  require(content.starts_with(kept) && undamaged_lines(kept) == kept, "a run that goes on keeps damaged lines");
  const std::size_t last = kept.rfind('\n', kept.size() - 2) + 1;  // 0 where there is no other
  const std::string_view kind = std::string_view(kept).substr(last + kChecksumDigits + 1);
  require(kind.find("checkpoint") != std::string_view::npos || kind.find("begin") != std::string_view::npos ||
              kind.find('\\') != std::string_view::npos,
          "a run goes on behind a line that is no checkpoint");
  const std::optional<EarlierRun> again = file.earlier_run();
  require(again && is_same(*again, run), "a run that goes on does not go on from where it was");
}

/// The numbers of a checkpoint are such as a run writes.
void check_checkpoint_is_written_alike(const JournalFile& file, const EarlierRun& run) {
  {
    Journal journal = file.open();
    journal.begin(run.description);
    journal.note_checkpoint(run.checkpoint);
  }
  const std::optional<EarlierRun> again = file.earlier_run();
  require(again && again->description == run.description && is_same(again->checkpoint, run.checkpoint),
          "a checkpoint does not read back as it was written");
}

void read(const std::string& content) {
  const JournalFile file;
  file.write(content);
  const std::optional<EarlierRun> run = file.earlier_run();
  if (!run) return;
  check_damage_is_ignored(file, content, *run);
  check_going_on(file, content, *run);
  check_checkpoint_is_written_alike(file, *run);
}

}  // namespace
}  // namespace mtcnn::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mtcnn::fuzz;
  Input input(data, size);
  const bool lacks_checksums = input.flag();
  const std::span<const std::uint8_t> rest = input.rest();
  const std::string content(rest.begin(), rest.end());
  read(lacks_checksums ? with_checksums(content) : content);
  return 0;
}
