#include "cli/job/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/job/journal_line.h"
#include "mtcnn/error.h"

namespace mtcnn::cli {
namespace {

// What a line can be.
constexpr std::string_view kFormat = "mtcnn-turbo journal";
constexpr std::uint64_t kFormatVersion = 2;
constexpr std::string_view kSetting = "setting";
constexpr std::string_view kInput = "input";
constexpr std::string_view kBegin = "begin";
constexpr std::string_view kCheckpoint = "checkpoint";
constexpr std::string_view kTrouble = "trouble";
constexpr std::string_view kResult = "result";

std::string journal_path(const std::string& output) {
  const std::filesystem::path path(output);
  return path.parent_path() / ("." + path.filename().native() + ".journal");
}

}  // namespace

/// What can be read of a journal.
struct Journal::Content {
  EarlierRun run;
  bool is_known = false;              ///< it is a journal of this version
  bool has_begun = false;             ///< all is there of what the run was to do
  bool is_damaged = false;            ///< before it began, and not merely cut off
  std::size_t checkpoint_end = 0;     ///< where the lines begin that come after the last checkpoint
  std::vector<std::string> troubles;  ///< those that come after it too

  /// Returns what kind of line it was. Throws StrangeLine.
  std::string add(std::string_view text);
};

std::string Journal::Content::add(std::string_view text) {
  JournalLine line(text);
  std::string kind = line.text();
  // What the job is to do stands before its beginning, and only there.
  const bool describes_job = kind == kFormat || kind == kSetting || kind == kInput || kind == kBegin;
  if (describes_job == has_begun) throw StrangeLine();
  if (kind == kFormat) {
    is_known = line.number<std::uint64_t>() == kFormatVersion;
  } else if (kind == kSetting) {
    std::string name = line.text();
    run.description.settings.emplace_back(std::move(name), line.text());
  } else if (kind == kInput) {
    run.description.inputs.push_back(
        {.path = line.text(), .bytes = line.number<std::uintmax_t>(), .modified = line.number<std::int64_t>()});
  } else if (kind == kBegin) {
    has_begun = is_known;
  } else if (kind == kCheckpoint) {
    run.checkpoint = {.position = {.input = line.number<std::size_t>(), .frames = line.number<std::size_t>()},
                      .totals = line.totals(),
                      .bytes = line.number<std::uint64_t>(),
                      .checksum = line.number<std::uint32_t>()};
  } else if (kind == kTrouble) {
    troubles.push_back(line.text());
  } else if (kind == kResult) {
    run.result = {.totals = line.totals(),
                  .bytes = line.number<std::uint64_t>(),
                  .checksum = line.number<std::uint32_t>(),
                  .modified = line.number<std::int64_t>()};
  }
  return kind;
}

Journal::Journal(const std::string& output) : output_(output), path_(journal_path(output)), descriptor_(-1) {
  constexpr mode_t kReadableAndWritable = 0666;  // less what the user's umask takes away
  descriptor_ =
      media::FileDescriptor(::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kReadableAndWritable));
  if (!descriptor_.is_open()) {
    throw Error(ErrorCode::kUnwritable, ErrorStage::kWrite,
                output_ + ": cannot be written: " + std::generic_category().message(errno));
  }
  if (::flock(descriptor_.number(), LOCK_EX | LOCK_NB) == 0) return;
  if (errno == EWOULDBLOCK) {
    throw Error(ErrorCode::kUnwritable, ErrorStage::kWrite, output_ + ": another run is writing to it");
  }
  fail(errno);
}

std::optional<EarlierRun> Journal::earlier_run() const {
  Content content = read();
  if (content.is_damaged) {
    throw Error(ErrorCode::kCorrupt, ErrorStage::kWrite,
                output_ + ": the journal of an earlier run, " + path_ + ", is damaged or of another version");
  }
  if (!content.has_begun) return std::nullopt;
  return std::move(content.run);
}

void Journal::begin(const JobDescription& description) {
  if (::ftruncate(descriptor_.number(), 0) != 0) fail(errno);
  std::string lines = journal_line({kFormat, kFormatVersion});
  for (const auto& [name, value] : description.settings) lines += journal_line({kSetting, name, value});
  for (const auto& [path, bytes, modified] : description.inputs) lines += journal_line({kInput, path, bytes, modified});
  append(lines + journal_line({kBegin}));
  sync();
}

void Journal::go_on() {
  if (::ftruncate(descriptor_.number(), static_cast<off_t>(read().checkpoint_end)) != 0) fail(errno);
}

void Journal::note_checkpoint(const Checkpoint& checkpoint) {
  append(journal_line({kCheckpoint, checkpoint.position.input, checkpoint.position.frames, checkpoint.totals,
                       checkpoint.bytes, std::uint64_t{checkpoint.checksum}}));
  sync();
}

void Journal::note_trouble(const std::string& trouble) { append(journal_line({kTrouble, trouble})); }

void Journal::note_result(const JobResult& result) {
  append(journal_line({kResult, result.totals, result.bytes, std::uint64_t{result.checksum}, result.modified}));
  sync();
}

Journal::Content Journal::read() const {
  std::string bytes;
  char piece[1 << 16];
  for (;;) {
    const ssize_t got =
        ::pread(descriptor_.number(), static_cast<char*>(piece), sizeof(piece), static_cast<off_t>(bytes.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(errno);
    if (got == 0) break;
    bytes.append(static_cast<const char*>(piece), static_cast<std::size_t>(got));
  }

  Content content;
  std::size_t begin = 0;
  try {
    for (std::size_t end = 0; (end = bytes.find('\n', begin)) != std::string::npos; begin = end + 1) {
      const auto text = journal_line_text(std::string_view(bytes).substr(begin, end - begin));
      if (!text) break;
      const std::string kind = content.add(*text);
      if (kind != kBegin && kind != kCheckpoint) continue;
      content.checkpoint_end = end + 1;
      content.run.troubles = content.troubles;
    }
  } catch (const StrangeLine&) {
    // Reading ends as at a damaged one.
  }
  content.is_damaged = !content.has_begun && bytes.find('\n', begin) != std::string::npos;
  return content;
}

void Journal::append(const std::string& lines) {
  std::string_view left = lines;
  while (!left.empty()) {
    const ssize_t written = ::write(descriptor_.number(), left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

void Journal::sync() {
  // Some file systems cannot, and say that it makes no sense.
  if (::fdatasync(descriptor_.number()) != 0 && errno != EINVAL && errno != ENOTSUP) fail(errno);
}

void Journal::fail(int system_error) const {
  throw Error(
      ErrorCode::kUnwritable, ErrorStage::kWrite,
      output_ + ": its journal, " + path_ + ", cannot be written: " + std::generic_category().message(system_error));
}

}  // namespace mtcnn::cli
